import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { makeSnapshot, pythonSnapshot, rubySnapshot } from '../../../tools/vite/snapshots.ts';

const KEPT = { python: pythonSnapshot, ruby: rubySnapshot };

test.each(['python', 'ruby'] as const)(
  'what workers of %s start from is the same bytes whenever it is made, and knows nothing of this machine',
  async (language) => {
    const made = Buffer.from(await makeSnapshot(language));
    expect(made.equals(await readFile(await KEPT[language]()))).toBe(true);
    expect(made.includes(process.cwd())).toBe(false);
  },
);
