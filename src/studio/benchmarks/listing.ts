import { hashText } from '../../agents/hash.ts';
import { hashOf } from '../../judge/canonical.ts';
import { ImportError } from '../../judge/import/import-error.ts';
import type { Imported } from '../../judge/import/index.ts';
import type { Io, Problem } from '../../judge/problem.ts';
import { BENCHMARKS, type BenchmarkId, benchmarkOf, gradedTests } from './benchmark.ts';

/** A problem as a list has it: what is needed to choose it, and to prove that it is the same. */
export interface ListedProblem {
  id: string;
  revision: string;
  title: string;
  io: Io['kind'];
  /** Day of its contest, `2024-08-03`; null where the benchmark does not say. */
  date: string | null;
  tests: number;
}

/** The problems of one benchmark that files held. */
export interface Listing {
  benchmark: BenchmarkId;
  /** Hash of benchmark, ids and revisions: the same problems have the same, whatever files they came in. */
  set: string;
  /** In an order that their ids alone decide, so that the first N are a sample of all, the same everywhere. */
  problems: ListedProblem[];
  /** Problems that no method can be examined on, and why. */
  leftOut: { title: string; why: string }[];
  /** Characters of all tests. */
  characters: number;
}

/** What is told while files are read. */
export interface Read {
  problems: number;
  characters: number;
}

const NO_SAMPLE = 'it shows no sample test, by which programs could be told apart';
const NO_TESTS = 'it has no tests that it is graded on';
const NOT_HERE = 'it is of none of these benchmarks';
const TWICE = 'it stands there twice';

/**
 * Where problems are kept while a benchmark runs: one at a time is in memory. Editions of a benchmark may have other tests
 * for the same id.
 */
export interface ProblemShelf {
  keep(problem: Problem): Promise<void>;
  read(problem: Pick<Problem, 'id' | 'revision'>): Promise<Problem>;
}

/**
 * Lists the problems of files by their benchmarks, and keeps each as it comes. Yields what was read so far, and returns the
 * listings. Throws `NoBenchmarkError`.
 */
export async function* listProblems(
  imported: AsyncIterable<Imported>,
  shelf: Pick<ProblemShelf, 'keep'>,
): AsyncGenerator<Read, Listing[]> {
  const made = new Map<BenchmarkId, Omit<Listing, 'set'>>();
  const known = new Set<string>();
  const strangers: Listing['leftOut'] = [];
  const read: Read = { problems: 0, characters: 0 };
  for await (const problem of imported) {
    if (problem instanceof ImportError) {
      strangers.push({ title: problem.file, why: problem.message });
      continue;
    }
    const benchmark = benchmarkOf(problem);
    if (!benchmark) {
      strangers.push({ title: problem.title, why: NOT_HERE });
      continue;
    }
    const listing = made.get(benchmark) ?? { benchmark, problems: [], leftOut: [], characters: 0 };
    made.set(benchmark, listing);
    const graded = gradedTests(problem, benchmark);
    // Two benchmarks may have a problem in common.
    const name = `${benchmark} ${problem.id}`;
    const why = known.has(name) ? TWICE : unfit(problem, graded.length);
    known.add(name);
    if (why !== null) {
      listing.leftOut.push({ title: problem.title, why });
      continue;
    }
    const characters = problem.tests.reduce(
      (sum, { input, answers }) => sum + input.length + answers.join('').length,
      0,
    );
    await shelf.keep(problem);
    listing.characters += characters;
    listing.problems.push(listed(problem, graded.length));
    read.problems++;
    read.characters += characters;
    yield { ...read };
  }
  const [first] = made.values();
  // What could not be read belongs to no benchmark; it is told where it is seen.
  first?.leftOut.push(...strangers);
  if (!first) throw new NoBenchmarkError(strangers[0]?.why);
  return Promise.all([...made.values()].map(whole));
}

/** Why no method can be examined on a problem; null where all can. */
function unfit({ tests }: Problem, graded: number): string | null {
  if (graded === 0) return NO_TESTS;
  return tests.some(({ origin }) => origin === 'sample') ? null : NO_SAMPLE;
}

/** Files held no problem of a benchmark; the message says why. */
export class NoBenchmarkError extends Error {
  override readonly name = 'NoBenchmarkError';
  constructor(why = 'they hold no problem') {
    const names = Object.values(BENCHMARKS).map(({ name }) => name);
    super(`No problem of ${names.join(', ')} could be read from these files: ${why}`);
  }
}

async function whole(listing: Omit<Listing, 'set'>): Promise<Listing> {
  const problems = listing.problems.toSorted(
    (p, q) => hashText(p.id) - hashText(q.id) || (p.id < q.id ? -1 : 1),
  );
  const set = await hashOf([listing.benchmark, ...problems.map(({ id, revision }) => [id, revision])]);
  return { ...listing, problems, set };
}

function listed({ id, revision, title, io, source }: Problem, tests: number): ListedProblem {
  const [date = null] = /\d{4}-\d{2}-\d{2}$/.exec(source) ?? [];
  return { id, revision, title, io: io.kind, date, tests };
}
