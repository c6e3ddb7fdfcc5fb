import { importProblem, readTest } from '../judge/import/problem-json.ts';
import type { Reader } from '../judge/import/reader.ts';
import { amount, whole } from '../judge/import/shape.ts';
import type { Submission } from '../judge/judge.ts';
import type { Problem, Test } from '../judge/problem.ts';
import { readVerdict } from '../judge/result-json.ts';
import type { TestResult, Verdict } from '../judge/verdict.ts';

/** What the sender says that a test showed. */
export interface Claim {
  id: string;
  verdict: Verdict;
  ms: number;
}

/** What a link holds: a problem, a program for it, and what the sender's page said of that. */
export interface Shared {
  /** Without the author's solutions; its id is made of what it says, so that it is nobody else's. */
  problem: Problem;
  /** Of the sender's whole problem: who has one of this revision has the tests that were left out. */
  revision: string;
  /** The sender's own, beside the problem's. */
  ownTests: Test[];
  submission: Submission;
  /** Empty where the program was not run as it is. */
  claims: Claim[];
  /** What of the problem was left out. */
  without: { hiddenTests: number; pictures: number };
}

/** What the sender wants in the link beside statement, samples, program and verdicts. */
export interface Choice {
  ownTests: boolean;
  hiddenTests: boolean;
  pictures: boolean;
}

/** What a link would hold, as plain data for `readShared`. Times are rounded to milliseconds. */
export function sharedJson(
  problem: Problem,
  ownTests: readonly Test[],
  submission: Submission,
  results: readonly TestResult[],
  choice: Choice,
): object {
  const { id, revision, references, tests, assets, ...told } = problem;
  const kept = tests.filter(({ origin }) => choice.hiddenTests || origin === 'sample');
  return {
    revision,
    problem: { ...told, tests: kept, ...(choice.pictures && assets.length > 0 && { assets }) },
    ownTests: choice.ownTests ? ownTests : [],
    submission: { language: submission.language, source: submission.source },
    claims: results.map(({ id: test, verdict, measured }): Claim => {
      return { id: test, verdict, ms: Math.round(measured.ms) };
    }),
    without: {
      hiddenTests: tests.length - kept.length,
      pictures: choice.pictures ? 0 : assets.length,
    },
  };
}

/** Reads what a link held, every field checked. Rejects with `ImportError` or `InvalidProblemError`. */
export async function readShared(json: Reader): Promise<Shared> {
  const told = json.at('problem');
  // With an id that it brought it would pass for another problem.
  const own = told.entries().filter(([key]) => key !== 'id' && key !== 'references');
  const problem = await importProblem(
    told.inside(Object.fromEntries(own.map(([key, { value }]) => [key, value]))),
  );
  const ownTests = json.at('ownTests').items().map(readTest);
  const ids = new Set(problem.tests.map((test) => test.id));
  for (const [i, test] of ownTests.entries()) {
    if (ids.has(test.id)) json.at('ownTests').items()[i]!.at('id').fail('is that of another test.');
    ids.add(test.id);
  }
  const submission = json.at('submission');
  const without = json.at('without');
  return {
    problem,
    revision: json.at('revision').text(),
    ownTests: ownTests.map((test) => ({ ...test, origin: 'user' })),
    submission: { language: submission.at('language').name(), source: submission.at('source').text() },
    claims: json
      .at('claims')
      .items()
      .map((claim) => ({
        id: claim.at('id').name(),
        verdict: readVerdict(claim.at('verdict')),
        ms: amount(claim.at('ms')),
      })),
    without: { hiddenTests: whole(without.at('hiddenTests')), pictures: whole(without.at('pictures')) },
  };
}
