import { zlibSync } from 'fflate';
import type { BenchmarkId } from '../src/studio/benchmarks/benchmark.ts';

/** Small sets in the formats of the papers' benchmarks, for what reads and runs them. */

export interface MadeProblem {
  name: string;
  statement: string;
  samples: [input: string, output: string][];
  secret: [input: string, output: string][];
}

/** A set's files: path → text. */
export type MadeFiles = Record<string, string>;

const lines = (records: readonly object[]): string =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('');

function xCodeEval(made: readonly MadeProblem[]): MadeFiles {
  const uid = (name: string) => name.toLowerCase().padEnd(32, '0');
  const tests = made.map(({ name, secret }) => [
    uid(name),
    secret.map(([input, output]) => ({ input, output: [output] })),
  ]);
  return {
    'unittest_db.json': JSON.stringify(Object.fromEntries(tests)),
    'prog_syn_val.jsonl': lines(
      made.map(({ name, statement, samples }) => ({
        ...{ src_uid: uid(name), description: statement, time_limit: '2 seconds' },
        ...{ input_from: 'standard input', output_to: 'standard output', difficulty: 800 },
        sample_inputs: samples.map(([input]) => input),
        sample_outputs: samples.map(([, output]) => output),
      })),
    ),
  };
}

function codeContests(made: readonly MadeProblem[]): MadeFiles {
  const tests = (pairs: MadeProblem['samples']) => ({
    input: pairs.map(([input]) => input),
    output: pairs.map(([, output]) => output),
  });
  return {
    'code_contests_test.jsonl': lines(
      made.map(({ name, statement, samples, secret }) => ({
        ...{ name, description: statement, source: 2, difficulty: 7 },
        ...{ public_tests: tests(samples), private_tests: tests(secret), generated_tests: tests([]) },
        time_limit: { seconds: 2, nanos: 0 },
      })),
    ),
  };
}

function apps(made: readonly MadeProblem[]): MadeFiles {
  const shown = ([input, output]: [string, string]) => `Input\n${input}\nOutput\n${output}`;
  return {
    'apps_test.jsonl': lines(
      made.map(({ name, statement, samples, secret }) => {
        const tests = [...samples, ...secret];
        return {
          id: name,
          question: `${statement}\n\n-----Examples-----\n${samples.map(shown).join('\n')}\n`,
          input_output: JSON.stringify({
            inputs: tests.map(([input]) => input),
            outputs: tests.map(([, output]) => output),
          }),
          difficulty: 'introductory',
        };
      }),
    ),
  };
}

/** A text as Python pickles it (protocol 4 without a frame), packed by zlib, in base64. */
export function pickled(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const length = new Uint8Array(new Uint32Array([bytes.length]).buffer);
  const pickle = [0x80, 4, 0x58, ...length, ...bytes, 0x94, 0x2e];
  return btoa(String.fromCharCode(...zlibSync(Uint8Array.from(pickle))));
}

function liveCodeBench(made: readonly MadeProblem[]): MadeFiles {
  const tests = (pairs: MadeProblem['samples']) =>
    JSON.stringify(pairs.map(([input, output]) => ({ input, output, testtype: 'stdin' })));
  return {
    'test6.jsonl': lines(
      made.map(({ name, statement, samples, secret }, i) => ({
        ...{ question_title: name, question_content: statement, platform: 'atcoder', question_id: name },
        ...{ contest_date: `2025-0${i + 1}-05T00:00:00`, starter_code: '', difficulty: 'easy' },
        ...{ public_test_cases: tests(samples), private_test_cases: pickled(tests(secret)), metadata: '{}' },
      })),
    ),
  };
}

/** The same problems in each benchmark's own format. */
export const FORMATS: Record<BenchmarkId, (made: readonly MadeProblem[]) => MadeFiles> = {
  xcodeeval: xCodeEval,
  apps,
  codecontests: codeContests,
  livecodebench: liveCodeBench,
};
