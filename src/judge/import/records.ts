import type { Problem } from '../problem.ts';
import { importCompetitiveCompanion, isCompetitiveCompanion } from './competitive-companion.ts';
import { importApps, isApps } from './datasets/apps.ts';
import { importCodeContests, isCodeContests } from './datasets/code-contests.ts';
import { importLiveCodeBench, isLiveCodeBench } from './datasets/livecodebench.ts';
import { importMapCoder, isMapCoder } from './datasets/mapcoder.ts';
import { importDescription, isXCodeEval } from './datasets/xcodeeval.ts';
import { importProblem } from './problem-json.ts';
import type { Reader } from './reader.ts';

/** Sources of which one JSON object is one problem, by the fields that no other has. */
const RECORDS: [is: (fields: object) => boolean, read: (record: Reader) => Promise<Problem>][] = [
  [isXCodeEval, importDescription],
  [isCodeContests, importCodeContests],
  [isApps, importApps],
  [isLiveCodeBench, importLiveCodeBench],
  [isMapCoder, importMapCoder],
  [isCompetitiveCompanion, importCompetitiveCompanion],
];

/** The problem in one JSON object, whichever source it is from; anything unknown is read as Problem JSON. */
export async function importRecord(record: Reader): Promise<Problem> {
  const { value } = record;
  const fields = typeof value === 'object' && value !== null ? value : {};
  const [, read = importProblem] = RECORDS.find(([is]) => is(fields)) ?? [];
  return read(record);
}
