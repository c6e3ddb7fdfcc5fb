import { strToU8, zipSync } from 'fflate';
import { expose } from '../src/bridge.ts';
import { fileSource } from '../src/file-source.ts';
import { importFiles } from '../src/judge/import/index.ts';
import type { BenchmarksWorker } from '../src/remote-benchmarks.ts';
import { deleteUnlisted, keepBenchmarkProblem, keepSet, listSets } from '../src/store/benchmarks.ts';
import { readLines } from '../src/store/studio-jobs.ts';
import { type BenchmarkId, benchmarkOf } from '../src/studio/benchmarks/benchmark.ts';
import { exportOf } from '../src/studio/benchmarks/export.ts';
import { type Listing, listProblems } from '../src/studio/benchmarks/listing.ts';
import type { Row } from '../src/studio/benchmarks/row.ts';

/** Problems between two events: a page need not draw each of ten thousand. */
const EVERY = 20;

const api: BenchmarksWorker = {
  async *read(files, signal) {
    await deleteUnlisted();
    const id = crypto.randomUUID();
    const placeOf = (benchmark: BenchmarkId | null) => `${id} ${benchmark}`;
    const reading = listProblems(importFiles(files.map(fileSource)), {
      keep: (problem) => keepBenchmarkProblem(placeOf(benchmarkOf(problem)), problem),
    });
    let next = await reading.next();
    for (; !next.done; next = await reading.next()) {
      signal.throwIfAborted();
      const read = next.value;
      if (read.problems % EVERY === 1) yield { type: 'read', read };
    }
    const known = new Set((await listSets<Listing>()).map(({ listing }) => listing.set));
    const listings = next.value;
    for (const listing of listings)
      if (!known.has(listing.set))
        await keepSet({ place: placeOf(listing.benchmark), addedAt: Date.now(), listing });
    // What is there already need not be there twice.
    await deleteUnlisted();
    yield { type: 'listed', listings };
  },

  async zip({ id, settings, steps, listing, environment }) {
    const rows: Row[] = [];
    for await (const text of readLines(id, 'results', steps))
      for (const line of text.trimEnd().split('\n')) rows.push(JSON.parse(line));
    const files = exportOf(listing, settings, rows, environment);
    const bytes = Object.entries(files).map(([name, text]) => [name, strToU8(text)] as const);
    return new Blob([new Uint8Array(zipSync(Object.fromEntries(bytes)))], { type: 'application/zip' });
  },
};

expose(api);
