import type { Submission } from '../../judge/judge.ts';
import { openProblem, type Problem } from '../../judge/problem.ts';
import type { Engine, EngineInfo } from '../../llm/engine.ts';
import { ask } from '../ask.ts';
import type { LiveEvent } from '../events.ts';
import { NO_PLAN, writeProgram } from '../formats.ts';
import { instruct, problemParts } from '../instruct.ts';
import { languageName } from '../languages.ts';
import { DEFAULT_OPTIONS } from '../options.ts';
import { formFor } from '../role.ts';
import { coder } from '../roles/coder.ts';
import { generatorWriter } from '../roles/generator.ts';
import { taskOf } from '../task.ts';

const asked = (language: string): string =>
  `Write a brute force for the problem in ${languageName(language)}: the most straightforward program that is surely right, however slow, for small inputs only. Try everything, use no clever idea. Answer with the program alone, in one block:

${writeProgram(language, '(the program)')}`;

const bruteForcer: typeof coder = {
  ...coder,
  instruct: {
    ...coder.instruct,
    prompt: (input) => instruct(...problemParts(input), asked(input.language)),
  },
};

const WRITERS = { generator: generatorWriter, 'brute force': bruteForcer };
export type Helper = keyof typeof WRITERS;

/** Whether a model can be asked for such programs: packs have learned to solve alone. */
export const writesHelpers = (info: Pick<EngineInfo, 'packs'>): boolean =>
  formFor(coder, info) === coder.instruct;

/** Has the model write a generator or a brute force; returns null where no program can be read. */
export async function* writeHelper(
  helper: Helper,
  problem: Problem,
  language: string,
  engine: Pick<Engine, 'info' | 'countTokens' | 'submit'>,
  signal: AbortSignal,
): AsyncGenerator<LiveEvent, Submission | null> {
  const input = { ...taskOf(openProblem(problem)), plan: NO_PLAN, language };
  const place = { role: 'coder', round: 0, plan: null, candidate: null } as const;
  const question = { place, input, temperature: 0 };
  const options = { ...DEFAULT_OPTIONS, language };
  const asking = ask(engine, WRITERS[helper], [question], options, signal);
  for (;;) {
    const { done, value } = await asking.next();
    if (done) return value[0] ? { language, source: value[0] } : null;
    if ('live' in value) yield value;
  }
}
