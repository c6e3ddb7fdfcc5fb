import { runFile } from '../../agents/run-file.ts';
import { readRun } from '../../store/runs.ts';
import { saveJson } from '../save-file.ts';

/** Gives the person a run as one file. */
export async function saveRun(run: string, title: string): Promise<void> {
  const { problem, events } = await readRun(run);
  saveJson(`${title} ${run}.quartet.json`, runFile(problem, events));
}
