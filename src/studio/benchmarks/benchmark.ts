import type { Problem, Test } from '../../judge/problem.ts';

/** The papers' benchmarks. Their problems are brought by whoever runs them; here stands what is known of each. */

export type BenchmarkId = 'xcodeeval' | 'apps' | 'codecontests' | 'livecodebench';

export interface Benchmark {
  name: string;
  /** Whose terms the data are under, and where that is said. */
  licence: string;
  licenceUrl: string;
  /** Which files hold it. */
  files: string;
  /** How its own grader compares outputs, and on which tests; for people. */
  rules: string;
  /** What its problems' `source` begins with. */
  source: string;
  /** Whether its grader's tests include those that a program's author is shown. */
  gradesSamples: boolean;
}

export const BENCHMARKS: Record<BenchmarkId, Benchmark> = {
  xcodeeval: {
    name: 'xCodeEval',
    licence: 'CC BY-NC 4.0',
    licenceUrl: 'https://github.com/ntunlp/xCodeEval#license',
    files:
      'unittest_db.json with the validation split of program synthesis (106 problems), or with problem_descriptions.jsonl',
    rules:
      'ExecEval: the same lines but for spaces around them, or tokens that are equal, numbers within 1e-12; any of a test’s outputs. Graded on the hidden unit tests.',
    source: 'xCodeEval',
    gradesSamples: false,
  },
  apps: {
    name: 'APPS',
    licence: 'MIT, as its card says',
    licenceUrl: 'https://huggingface.co/datasets/codeparrot/apps',
    files: 'test.jsonl, the folder test of its archive, or MapCoder’s selected150.jsonl',
    rules:
      'testing_util.py: lines without spaces around them, numbers by allclose, or sets of lines in any order; results of functions by value. 4 s a test. Graded on all tests. Its grader imports usual modules before a program, which here imports what it uses. MapCoder’s selection is compared as ExecEval does.',
    source: 'APPS',
    gradesSamples: true,
  },
  codecontests: {
    name: 'CodeContests',
    licence: 'CC BY 4.0',
    licenceUrl: 'https://github.com/google-deepmind/code_contests#licensing',
    files: 'the test or validation split as Parquet or JSON Lines, or MapCoder’s Test.jsonl',
    rules:
      'Tokens in any case, numbers less than 1e-5 apart; each problem’s own time limit. Graded on the public, private and generated tests. MapCoder’s selection is compared as ExecEval does.',
    source: 'CodeContests',
    gradesSamples: true,
  },
  livecodebench: {
    name: 'LiveCodeBench',
    licence: 'Creative Commons, as its card says; its texts are those of LeetCode, AtCoder and Codeforces',
    licenceUrl: 'https://huggingface.co/datasets/livecodebench/code_generation_lite',
    files: 'test.jsonl, test2.jsonl … of code_generation_lite',
    rules:
      'Lines without spaces around them, or tokens that are exactly equal as decimal numbers; results of functions by value. 6 s a test. Graded on the public and private tests. Its grader imports usual modules before a program, which here imports what it uses.',
    source: 'LiveCodeBench',
    gradesSamples: true,
  },
};

export const BENCHMARK_IDS = Object.keys(BENCHMARKS) as BenchmarkId[];

/** Times are wall times, and this judge's interpreters are slower than native ones; said wherever rules are. */
export const TIME_RULE =
  'Time limits are multiplied by the language’s factor here, as programs run in WebAssembly.';

/** Which benchmark a problem is from, by what its importer wrote; null for any other problem. */
export function benchmarkOf({ source }: Pick<Problem, 'source'>): BenchmarkId | null {
  return BENCHMARK_IDS.find((id) => source.startsWith(BENCHMARKS[id].source)) ?? null;
}

/** The tests that the benchmark's own grader runs. */
export function gradedTests({ tests }: Pick<Problem, 'tests'>, benchmark: BenchmarkId): readonly Test[] {
  return BENCHMARKS[benchmark].gradesSamples ? tests : tests.filter(({ origin }) => origin !== 'sample');
}
