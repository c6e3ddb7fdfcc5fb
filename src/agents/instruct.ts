import type { Message } from '../llm/engine.ts';
import { type Retrieval, writePlan } from './formats.ts';
import type { Task } from './task.ts';

/** What the prompts for models without packs have in common. */
const SYSTEM =
  'You are an expert in competitive programming. Answer in exactly the form that is asked for, with nothing before or after it.';

export const instruct = (...parts: string[]): Message[] => [
  { role: 'system', content: SYSTEM },
  { role: 'user', content: parts.filter((part) => part !== '').join('\n\n') },
];

/** A part of a prompt under its heading; nothing where there is nothing to say. */
export const part = (heading: string, text: string): string =>
  text.trim() === '' ? '' : `## ${heading}\n${text.trim()}`;

/** The problem as every role is told it. */
export const problemParts = ({ statement, samples = [], exchange = '' }: Task): string[] => [
  part('Problem', statement),
  ...samples.map(({ input, output }, i) =>
    part(`Sample ${i + 1}`, `Input:\n${input.trimEnd()}\nOutput:\n${output.trimEnd()}`),
  ),
  part('Input and output', exchange),
];

export const similarPart = ({ similar, technique, tutorial, steps = [] }: Retrieval): string =>
  part(
    'A similar problem',
    [
      similar,
      technique && `Technique: ${technique}`,
      tutorial && `Tutorial: ${tutorial}`,
      steps.length > 0 ? `A plan that solved it:\n${writePlan({ steps })}` : '',
    ]
      .filter((line) => line !== '')
      .join('\n'),
  );

export const feedbackPart = ({ feedback = '' }: Task): string =>
  part('What was wrong with your last answer', feedback);
