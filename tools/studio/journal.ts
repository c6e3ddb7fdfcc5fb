import { once } from 'node:events';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { UsageError } from '../command-line.ts';
import { differing } from '../shards/lines-by-key.ts';
import { LineWriter } from './lines.ts';

const SETTINGS = 'settings.json';

/** Where a run's folder has its journal. */
export const outcomesIn = (folder: string): string => join(folder, 'outcomes.jsonl');

/** What a run's folder was begun with; null where none was. */
export function readSettings(folder: string): object | null {
  const file = join(folder, SETTINGS);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as object) : null;
}

/**
 * What came of each problem, one line each in their order: all that a run must not lose. The files for training are made
 * from it, so that a run that was killed and went on gives the same files as one that was not.
 */
export class Journal<Outcome extends object> {
  /** How many problems are done. */
  done = 0;
  private readonly path: string;

  /** Opens a run's folder. Throws `UsageError` where another run's outcomes are there. */
  constructor(
    readonly folder: string,
    settings: object,
  ) {
    this.path = outcomesIn(folder);
    const before = existsSync(this.path) ? readSettings(folder) : null;
    const names = before ? differing(before, settings) : [];
    if (names.length > 0)
      throw new UsageError(
        `${folder} holds a run with other settings: ${names.join(', ')} (${SETTINGS}). Give those again, or another --out.`,
      );
    writeFileSync(join(folder, SETTINGS), `${JSON.stringify(settings, null, 2)}\n`);
    if (existsSync(this.path)) this.recover();
  }

  /** Counts whole lines and cuts off one that was being written when the run was killed. */
  private recover(): void {
    const bytes = readFileSync(this.path);
    const end = bytes.lastIndexOf(0x0a) + 1;
    if (end < bytes.length) truncateSync(this.path, end);
    this.done = bytes.subarray(0, end).toString().split('\n').filter(Boolean).length;
  }

  /** Appends outcomes as they come; each is on disk before the next is asked for. */
  async append(outcomes: AsyncIterable<Outcome>, heard: (outcome: Outcome) => void): Promise<void> {
    const stream = createWriteStream(this.path, { flags: 'a' });
    try {
      for await (const outcome of outcomes) {
        await new Promise<void>((resolve, reject) =>
          stream.write(`${JSON.stringify(outcome)}\n`, (error) => (error ? reject(error) : resolve())),
        );
        this.done++;
        heard(outcome);
      }
    } finally {
      stream.end();
      await once(stream, 'close');
    }
  }

  /** The outcomes from the first on, read from disk. */
  async *outcomes(): AsyncGenerator<Outcome> {
    if (!existsSync(this.path)) return;
    for await (const line of createInterface({ input: createReadStream(this.path) }))
      yield JSON.parse(line) as Outcome;
  }

  /** Writes rows to the files that `sort` names; all files of `names` are written, empty if need be. */
  async unfold(
    names: readonly string[],
    sort: (outcome: Outcome) => Iterable<{ file: string; row: object }>,
  ): Promise<Map<string, number>> {
    const counts = new Map(names.map((name) => [name, 0]));
    const files = new Map(names.map((name) => [name, new LineWriter(join(this.folder, `${name}.jsonl`))]));
    for await (const outcome of this.outcomes())
      for (const { file, row } of sort(outcome)) {
        await files.get(file)!.write(row);
        counts.set(file, counts.get(file)! + 1);
      }
    for (const file of files.values()) await file.close();
    return counts;
  }
}
