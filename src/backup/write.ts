import { canonicalJson } from '../judge/canonical.ts';
import { toBase64 } from '../judge/import/base64.ts';
import { type BackupRecord, FORMAT, type Header, VERSION } from './format.ts';

/** Bytes of a pack on one line; a multiple of three, so that the parts' digits are those of the whole. */
const PACK_PART = 3 * 2 ** 18;

/** The lines of a backup, without their line ends. A problem that several runs in a row are of is written once. */
export async function* backupLines(
  { madeAt, packs, keys }: Omit<Header, 'format' | 'v'>,
  records: AsyncIterable<BackupRecord>,
): AsyncGenerator<string> {
  const header: Header = { format: FORMAT, v: VERSION, madeAt, packs, keys };
  yield JSON.stringify(header);
  let count = 0;
  let written: string | null = null;
  for await (const record of records) {
    count += 1;
    switch (record.kind) {
      case 'run': {
        const { problem, ...run } = record;
        const text = canonicalJson(problem);
        if (text !== written) yield JSON.stringify({ kind: 'run problem', problem });
        written = text;
        yield JSON.stringify(run);
        break;
      }
      case 'job': {
        const { rows, ...job } = record;
        yield JSON.stringify(job);
        for await (const some of rows) yield JSON.stringify({ kind: 'job rows', ...some });
        break;
      }
      case 'pack': {
        const { file, ...pack } = record;
        yield JSON.stringify(pack);
        for (let at = 0; at < file.length; at += PACK_PART)
          yield JSON.stringify({ kind: 'pack part', base64: toBase64(file.subarray(at, at + PACK_PART)) });
        break;
      }
      default:
        yield JSON.stringify(record);
    }
  }
  yield JSON.stringify({ kind: 'end', records: count });
}
