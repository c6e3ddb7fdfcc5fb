import type { Exit, Runner, Trace } from '../sandbox/program.ts';
import { exchangeOf } from './exchange.ts';
import type { Submission } from './judge.ts';
import type { Rules, Test } from './problem.ts';

export interface TracedTest {
  /** Of the submission's own lines. */
  trace: Trace;
  /** What the program printed; null where the answer is not on the standard output. */
  printed: string | null;
  exit: Exit;
}

/** Twice what a worker looks at a run: what comes later is not in the trace. */
const TIME_MS = 6000;

/**
 * Runs a submission on a test once more and takes down what each line did. Null where that cannot be had: a language
 * that does not trace, a conversation with an interactor, a program that does not compile, a run that broke its trace.
 */
export async function traceTest(
  runner: Runner,
  submission: Submission,
  { io, limits, interactor }: Rules,
  test: Test,
  signal: AbortSignal,
): Promise<TracedTest | null> {
  const language = runner.languages.find(({ id }) => id === submission.language);
  if (!language?.traces || interactor) return null;
  const exchange = exchangeOf(io, language);
  const given = exchange.give(test);
  if ('fault' in given) return null;
  const preparation = await runner.prepare(exchange.program(submission), signal);
  if (!preparation.ok) return null;
  const { prepared } = preparation;
  try {
    const run = await prepared.run({ ...given, limits: { ...limits, timeMs: TIME_MS }, trace: true }, signal);
    if (!run.trace) return null;
    const toStdout = io.kind === 'stdin' || (io.kind === 'files' && io.output === '');
    return {
      trace: ownLines(run.trace, submission.source),
      printed: toStdout ? run.stdout : null,
      exit: run.exit,
    };
  } finally {
    prepared.dispose();
  }
}

/** Without the lines of what the exchange adds below the submission. */
function ownLines({ steps, whole }: Trace, source: string): Trace {
  const lines = source.trimEnd().split('\n').length;
  let others = 0;
  const own = steps.flatMap((step) => {
    if (step.line <= lines) return [{ ...step, at: step.at - others }];
    others++;
    return [];
  });
  return { steps: own, whole };
}
