import type { EngineInfo, Message, Prompt } from '../llm/engine.ts';
import type { Retrieval } from './formats.ts';
import type { Failure } from './roles/debugger.ts';
import type { Task } from './task.ts';

/** What a role's input may hold that its prompt can do without. */
export type Droppable = Task & Partial<{ retrieval: Retrieval; failure: Failure }>;

interface Drop {
  /** For the event, e.g. `the tutorial`. */
  what: string;
  /** The input without it; null where there is none of it. */
  drop(input: Droppable): Droppable | null;
}

/** What a failing test's texts are cut to, in characters. */
const SHORT = 80;
const short = (text: string) => (text.length > SHORT ? `${text.slice(0, SHORT)}...` : text);

/** What is dropped, first things first. Never dropped: plan, program, feedback, and how the answer is to be written. */
const DROPS: readonly Drop[] = [
  {
    what: 'the trace',
    drop({ failure, ...rest }) {
      if (!failure?.trace) return null;
      const { trace: _, ...untraced } = failure;
      return { ...rest, failure: untraced };
    },
  },
  {
    what: 'the tutorial',
    drop: ({ retrieval, ...rest }) =>
      retrieval?.tutorial || retrieval?.steps
        ? { ...rest, retrieval: { similar: retrieval.similar, technique: retrieval.technique, tutorial: '' } }
        : null,
  },
  {
    what: 'the similar problem',
    drop: ({ retrieval, ...rest }) =>
      retrieval?.similar ? { ...rest, retrieval: { ...retrieval, similar: '' } } : null,
  },
  {
    what: 'all samples but the first',
    drop: ({ samples = [], ...rest }) =>
      samples.length > 1 ? { ...rest, samples: samples.slice(0, 1) } : null,
  },
  {
    what: 'most of the failing test',
    drop: ({ failure, ...rest }) => {
      if (!failure) return null;
      const { input, expected, actual, error } = failure;
      if (Math.max(...[input, expected, actual].map(({ length }) => length)) <= SHORT) return null;
      return {
        ...rest,
        failure: {
          input: short(input),
          expected: short(expected),
          actual: short(actual),
          error: short(error),
        },
      };
    },
  },
  {
    what: 'the samples',
    drop: ({ samples = [], ...rest }) => (samples.length > 0 ? { ...rest, samples: [] } : null),
  },
];

/** A statement is never cut shorter than this, in characters. */
const LEAST_STATEMENT = 200;
const MIDDLE = 'the middle of the statement';

/** Cuts a fifth out of a statement's middle: what is asked stands at its start, and how to print at its end. */
function withoutMiddle(statement: string, cut: number): string {
  const keep = Math.max(LEAST_STATEMENT, Math.floor(statement.length * 0.8 ** cut));
  if (keep >= statement.length) return statement;
  const head = Math.ceil(keep * 0.6);
  return `${statement.slice(0, head)} ... ${statement.slice(statement.length - (keep - head))}`;
}

/** Tokens that a prompt may take: what the answer leaves, and at least half of the context. */
export const roomFor = (maxTokens: number, { contextLength }: Pick<EngineInfo, 'contextLength'>): number =>
  contextLength - Math.min(maxTokens, Math.floor(contextLength / 2));

export interface Fitted<Input> {
  input: Input;
  prompt: Message[];
  /** Of the prompt. */
  tokens: number;
  /** What was left out, in the order in which it was. */
  dropped: string[];
}

/**
 * Writes the prompt of a role's input in at most `room` tokens: drops one thing after the other, then cuts the statement's
 * middle. A prompt that is too long even so is given as it is; the engine says that it does not fit.
 */
export async function fitPrompt<Input extends Droppable>(
  input: Input,
  write: (input: Input) => Message[],
  count: (prompt: Prompt) => Promise<number>,
  room: number,
): Promise<Fitted<Input>> {
  const dropped: string[] = [];
  let fitted = input;
  let prompt = write(fitted);
  let tokens = 0;
  const fits = async () => {
    tokens = await count({ messages: prompt });
    return tokens <= room;
  };
  const take = (smaller: Input, what: string): boolean => {
    const text = write(smaller);
    fitted = smaller;
    // A form that does not show a thing has not dropped it.
    const changed = JSON.stringify(text) !== JSON.stringify(prompt);
    if (changed && !dropped.includes(what)) dropped.push(what);
    prompt = text;
    return changed;
  };
  for (const { what, drop } of DROPS) {
    if (await fits()) return { input: fitted, prompt, tokens, dropped };
    const smaller = drop(fitted) as Input | null;
    if (smaller) take(smaller, what);
  }
  for (let cut = 1; !(await fits()); cut++)
    if (!take({ ...fitted, statement: withoutMiddle(input.statement, cut) }, MIDDLE)) break;
  return { input: fitted, prompt, tokens, dropped };
}
