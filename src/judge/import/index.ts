import type { Problem } from '../problem.ts';
import { importCompetitiveCompanion, isCompetitiveCompanion } from './competitive-companion.ts';
import { ImportError } from './import-error.ts';
import { importKattis } from './kattis/index.ts';
import { textOf } from './package-files.ts';
import { importProblemJson, importProblemLines } from './problem-json.ts';
import { readJson } from './reader.ts';
import { unzip } from './zip.ts';

/**
 * Problems from a file that someone chose, by what is in it: a zipped Kattis package, a Competitive Companion payload, a problem's
 * own JSON, or JSON Lines of them. ImportError for everything else.
 */
export async function importFile(name: string, bytes: Uint8Array): Promise<Problem[]> {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return [await importKattis(name, unzip(name, bytes))];
  const text = textOf(name, bytes);
  if (/\.(jsonl|ndjson)$/i.test(name)) return importProblemLines(name, text);
  if (!/^\s*[[{]/.test(text)) {
    const reason =
      'is no problem that can be read: it should be JSON, JSON Lines, or a zipped Kattis package.';
    throw new ImportError({ file: name, reason });
  }
  if (isCompetitiveCompanion(readJson(name, text).value))
    return [await importCompetitiveCompanion(name, text)];
  return [await importProblemJson(name, text)];
}
