import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Heavy, Native } from './workload.ts';

/** Milliseconds that the machine's own toolchain takes to run the program; null where there is none. */
export function nativeMs({ source, prints }: Heavy, { compile, run, extension }: Native): number | null {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const file = join(folder, `main${extension}`);
  const program = join(folder, 'program');
  try {
    writeFileSync(file, source);
    if (compile && command(compile(file, program)).status !== 0) return null;
    const start = performance.now();
    const { status, stdout } = command(run(file, program));
    const ms = performance.now() - start;
    return status === 0 && stdout.trim() === prints ? ms : null;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function command([name, ...args]: string[]): { status: number | null; stdout: string } {
  return spawnSync(name!, args, { encoding: 'utf8' });
}
