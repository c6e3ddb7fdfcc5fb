import { chosenProgram, hintsOf } from '../../agents/coach/hints.ts';
import type { RightProgram } from '../../agents/coach/right-program.ts';
import { type Inputs, StressError } from '../../agents/coach/stress.ts';
import { writeHelper, writesHelpers } from '../../agents/coach/write-helpers.ts';
import type { Submission } from '../../judge/judge.ts';
import type { Problem } from '../../judge/problem.ts';
import type { AppState } from '../app-state.ts';
import { whenReady } from '../loading.ts';
import { solveInBackground } from './background-run.ts';
import type { StressViewEvent } from './stress-view.ts';

/** Where the right answers come from, and where the inputs: as they were chosen. */
export type BruteFrom = 'known' | 'mine' | 'model';
export type InputsFrom = 'tests' | 'mine' | 'model';

export interface StressChoice {
  brute: BruteFrom;
  inputs: InputsFrom;
  /** The person's own programs. */
  own: { brute: Submission; generator: Submission };
}

/** A seed of its own, so that a run in the background is not one that failed before. */
const SEED = 1;

/** Gets the brute force and the generator ready; the model writes what was left to it. */
export async function* stressPrograms(
  app: AppState,
  problem: Problem,
  language: string,
  choice: StressChoice,
  known: readonly RightProgram[],
  signal: AbortSignal,
): AsyncGenerator<StressViewEvent, { brute: RightProgram[]; inputs: Inputs }> {
  const { own } = choice;
  const engineNeeded = choice.brute === 'model' || choice.inputs === 'model';
  const engine = engineNeeded ? await whenReady(app.model.engine) : null;
  async function* written(helper: 'brute force' | 'generator'): AsyncGenerator<StressViewEvent, Submission> {
    yield { type: 'writing', what: `a ${helper}` };
    const made = yield* writeHelper(helper, problem, language, engine!, signal);
    if (made) return made;
    throw new StressError(`The model’s answer holds no ${helper} that can be read. Write one yourself.`);
  }
  async function* bruteForce(): AsyncGenerator<StressViewEvent, RightProgram[]> {
    if (choice.brute === 'known') return [...known];
    if (choice.brute === 'mine')
      return [{ submission: filled(own.brute, 'brute force'), who: 'your brute force' }];
    if (writesHelpers(engine!.info))
      return [{ submission: yield* written('brute force'), who: 'the model’s brute force' }];
    yield { type: 'writing', what: 'a program that passes the samples' };
    const events = await solveInBackground(app, problem, { seed: SEED }, signal);
    const found = 'rungs' in hintsOf(events) ? chosenProgram(events) : null;
    if (found) return [{ submission: found, who: 'a program that the model found' }];
    throw new StressError('The model found no program that passes. Write a brute force yourself.');
  }
  async function* generator(): AsyncGenerator<StressViewEvent, Inputs> {
    if (choice.inputs === 'tests') return { kind: 'changed tests' };
    if (choice.inputs === 'mine') return { kind: 'generator', program: filled(own.generator, 'generator') };
    return { kind: 'generator', program: yield* written('generator') };
  }
  return { brute: yield* bruteForce(), inputs: yield* generator() };
}

function filled(program: Submission, what: string): Submission {
  if (program.source.trim() === '')
    throw new StressError(`Your ${what} is empty. Write it below, then stress again.`);
  return program;
}
