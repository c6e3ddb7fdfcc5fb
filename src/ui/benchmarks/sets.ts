import { deleteSet, type KeptSet, listSets } from '../../store/benchmarks.ts';
import type { Listing, Read } from '../../studio/benchmarks/listing.ts';
import { createState, type State } from '../state.ts';
import { alone } from '../tab-locks.ts';
import { benchmarksWorker } from './worker.ts';

/** The benchmarks whose problems this browser has. They outlive the page, and the files that they came in. */
export interface Sets {
  all: State<readonly KeptSet<Listing>[]>;
  /** What is being read now; null while nothing is. */
  reading: State<{ read: Read; stop(): void } | null>;
  /** Reads what is kept. */
  refresh(): Promise<void>;
  /** Reads the problems of files and keeps them. Rejects where none is of a benchmark. */
  bring(files: readonly [path: string, file: File][]): Promise<void>;
  remove(one: KeptSet<Listing>): Promise<void>;
}

/** Files cannot be read now; the message says why. */
class ReadingError extends Error {
  override readonly name = 'ReadingError';
}

export function createSets(): Sets {
  const all = createState<readonly KeptSet<Listing>[]>([]);
  const reading: Sets['reading'] = createState<{ read: Read; stop(): void } | null>(null);
  const refresh = async () => all.set(await listSets<Listing>());

  async function read(files: readonly [path: string, file: File][]): Promise<void> {
    const controller = new AbortController();
    const stop = () => controller.abort();
    reading.set({ read: { problems: 0, characters: 0 }, stop });
    try {
      for await (const event of await benchmarksWorker().read(files, controller.signal))
        if (event.type === 'read') reading.set({ read: event.read, stop });
    } catch (error) {
      if (!controller.signal.aborted) throw error;
    } finally {
      reading.set(null);
      await refresh();
    }
  }

  return {
    all,
    reading,
    refresh,
    bring: (files) =>
      alone(
        'quartet-benchmark-files',
        () => read(files),
        () => {
          throw new ReadingError('Files of a benchmark are being read already, here or in another tab.');
        },
      ),
    async remove(one) {
      await deleteSet(one);
      await refresh();
    },
  };
}
