import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { importFiles } from '../../../src/judge/import/index.ts';
import type { Problem } from '../../../src/judge/problem.ts';
import { BENCHMARKS } from '../../../src/studio/benchmarks/benchmark.ts';
import { type Listing, listProblems, type ProblemShelf } from '../../../src/studio/benchmarks/listing.ts';
import { UsageError } from '../../command-line.ts';
import { sourcesIn } from '../../problem-file.ts';

/** What a benchmark's folder keeps of its problems: their lists, and each problem compressed. */
export class ProblemFolder implements ProblemShelf {
  constructor(private readonly folder: string) {
    for (const part of ['sets', 'problems']) mkdirSync(join(folder, part), { recursive: true });
  }

  async keep(problem: Problem): Promise<void> {
    const file = this.fileOf(problem);
    if (!existsSync(file)) await writeFile(file, await promisify(gzip)(JSON.stringify(problem)));
  }

  async read(problem: Pick<Problem, 'id' | 'revision'>): Promise<Problem> {
    const bytes = await promisify(gunzip)(await readFile(this.fileOf(problem)));
    return JSON.parse(bytes.toString());
  }

  /** Reads the problems of files and folders as a stream and lists them. */
  async bring(names: readonly string[]): Promise<Listing[]> {
    const sources = (await Promise.all(names.map(sourcesIn))).flat();
    const reading = listProblems(importFiles(sources), this);
    let next = await reading.next();
    for (; !next.done; next = await reading.next()) {
      const { problems, characters } = next.value;
      if (problems % 100 === 0)
        process.stderr.write(`${problems} problems, ${Math.round(characters / 1e6)} MB of tests\n`);
    }
    for (const listing of next.value)
      writeFileSync(join(this.folder, 'sets', `${listing.set}.json`), JSON.stringify(listing));
    return next.value;
  }

  /** The sets that were brought before, those of one benchmark if it is named. */
  known(benchmark: string | undefined): Listing[] {
    const sets = join(this.folder, 'sets');
    const all = readdirSync(sets).map(
      (name) => JSON.parse(readFileSync(join(sets, name), 'utf8')) as Listing,
    );
    const wanted = all.filter((listing) => benchmark === undefined || listing.benchmark === benchmark);
    if (wanted.length > 0) return wanted;
    throw new UsageError(
      `${this.folder} holds no problems${benchmark ? ` of ${benchmark}` : ''}; name a benchmark’s files with --set.`,
    );
  }

  private fileOf({ id, revision }: Pick<Problem, 'id' | 'revision'>): string {
    return join(this.folder, 'problems', `${encodeURIComponent(id)}.${revision.slice(0, 16)}.json.gz`);
  }
}

/** A set in words, before anything is run: licence, how many, and what is left out. */
export function described({ benchmark, set, problems, leftOut }: Listing): string {
  const { name, licence, licenceUrl, rules } = BENCHMARKS[benchmark];
  const why = new Map<string, number>();
  for (const one of leftOut) why.set(one.why, (why.get(one.why) ?? 0) + 1);
  return [
    `${name}, ${problems.length} problems (${set.slice(0, 12)}); licence: ${licence} (${licenceUrl})`,
    rules,
    ...[...why].map(([reason, times]) => `left out: ${times}, ${reason}`),
  ].join('\n  ');
}
