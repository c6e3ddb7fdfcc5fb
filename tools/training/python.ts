import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const NAMES = [join('training', '.venv', 'bin', 'python'), 'python3', 'python'];

/** A Python that can train, or why there is none, for a person to read. */
export type FoundPython = { command: string } | { command: null; why: string };

/**
 * The Python of `training/.venv`, else the machine's, if it has what `training/requirements.txt` names. To be called from
 * the root of the repository.
 */
export function findPython(): FoundPython {
  for (const command of NAMES) {
    if (command.includes('.venv') && !existsSync(command)) continue;
    const asked = spawnSync(command, ['-m', 'training.requirements'], { encoding: 'utf8' });
    if (asked.error) continue;
    const said = (asked.stdout + asked.stderr).trim();
    return asked.status === 0
      ? { command }
      : { command: null, why: `${command} lacks what training/requirements.txt names: ${said}` };
  }
  return { command: null, why: 'there is no Python' };
}
