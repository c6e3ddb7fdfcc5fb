import { strToU8, Zip, ZipDeflate } from 'fflate';
import { readLines } from '../../src/store/studio-jobs.ts';
import type { Tally } from '../../src/studio/jobs/tally.ts';

/** A job's files and what it was asked and did, as a zip that is made as it is read: only a piece is held at a time. */
export async function zipOf(job: string, settings: object, tally: Tally): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let failure: Error | null = null;
  const zip = new Zip((error, bytes) => {
    failure = error ?? failure;
    if (bytes) parts.push(new Uint8Array(bytes));
  });
  const write = async (name: string, texts: AsyncIterable<string> | string[]) => {
    const file = new ZipDeflate(name, { level: 6 });
    zip.add(file);
    for await (const text of texts) file.push(strToU8(text));
    file.push(new Uint8Array(), true);
    if (failure) throw failure;
  };
  await write('settings.json', [`${JSON.stringify(settings, null, 2)}\n`]);
  await write('tally.json', [`${JSON.stringify(tally, null, 2)}\n`]);
  for (const file of Object.keys(tally.rows)) await write(`${file}.jsonl`, readLines(job, file, tally.steps));
  zip.end();
  return new Blob(parts, { type: 'application/zip' });
}
