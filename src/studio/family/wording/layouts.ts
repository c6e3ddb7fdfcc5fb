import type { Random } from '../random.ts';
import { phrasings, type Wording } from './held-out.ts';

/** How clauses are put together: wrapped, joined, put in another order, with a story around them. */

const NAMES = ['Anna', 'Ben', 'Mia', 'Tom', 'Lena', 'Omar', 'Ida', 'Max'];

const WRAPS = [
  'Please {x}',
  'You should {x}',
  'Your program should {x}',
  'Your program has to {x}',
  'You have to {x}',
  'You are asked to {x}',
  'We {x}',
  '{name} wants to {x}',
  'Help {name} to {x}',
  'It is your task to {x}',
  'The idea is to {x}',
  'What you do is to {x}',
];
const CONNECTORS = [
  'Then {x}',
  'Next, {x}',
  'After that, {x}',
  'Now {x}',
  'Once this is done, {x}',
  'As the next step, {x}',
  'In the next step {x}',
  'When you are done with that, {x}',
];
const LAST = [
  'Finally, {x}',
  'At the end, {x}',
  'In the end {x}',
  'Last, {x}',
  'To finish, {x}',
  'As the last step, {x}',
];
const JOINS = [', then ', ' and then ', ', and after that ', '; then ', ', and next ', '; after that '];
const OPENERS = [
  '{name} has a small puzzle.',
  '{name} likes puzzles with numbers and words.',
  'This is a warm-up.',
  'Here is a task from the school of {name}.',
  'A robot needs a program.',
  'It is a rainy day and {name} is bored.',
  '{name} works with lists every day.',
  'Think about this one.',
];
const CLOSERS = [
  'Can you do it?',
  'That is all.',
  'Good luck.',
  'Mind the edge cases.',
  '{name} is waiting for your program.',
  'The input is always valid.',
];
const GOALS = ['The goal: {x}', 'Your goal is to {x}', 'What we want in the end: {x}', 'Your task is to {x}'];
const FIRST = ['Before that, {x}', 'But first, {x}', 'To get there, {x}', 'First of all, {x}'];

/** Words that sentences with an order to the reader begin with. */
const IMPERATIVES = new Set(
  'keep use take choose pick consider select leave ignore skip drop remove discard throw delete cross print output write find compute report give determine work replace change swap square cube negate flip multiply scale add increase raise subtract decrease lower divide count cap limit lift form build sort order arrange put reverse turn read sum go stick look think collect gather single get strike filter erase cut do never pass set say tell show spell double repeat make forget stop'.split(
    ' ',
  ),
);

export const isImperative = (sentence: string): boolean =>
  IMPERATIVES.has(sentence.split(/[\s,]/)[0]!.toLowerCase()) && sentence.endsWith('.');

const lower = (text: string) => text[0]!.toLowerCase() + text.slice(1);
const upper = (text: string) => text[0]!.toUpperCase() + text.slice(1);

export function name(random: Random): string {
  return random.pick(NAMES);
}

function put(pattern: string, clause: string, random: Random): string {
  return upper(pattern.replace('{x}', lower(clause)).replaceAll('{name}', name(random)));
}

/** Steps and the answer, in sentences of any length and order. `clauses` are sentences; the last asks for the answer. */
export function arrange(clauses: readonly string[], random: Random, wording: Wording): string[] {
  const pick = (patterns: readonly string[]) => random.pick(phrasings(patterns, wording));
  const steps = clauses.slice(0, -1);
  const asked = clauses[clauses.length - 1]!;
  const orders = clauses.every(isImperative);
  const style = random.weighted(['plain', 'joined', 'goal first'] as const, (x) =>
    x === 'plain' ? 5 : !orders || steps.length === 0 ? 0 : x === 'joined' ? 4 : 2,
  );
  const bare = (sentence: string) => sentence.slice(0, -1);
  if (style === 'joined') {
    const [first, ...rest] = clauses;
    return [`${[bare(first!), ...rest.map((one) => `${pick(JOINS)}${lower(bare(one))}`)].join('')}.`];
  }
  if (style === 'goal first')
    return [
      put(pick(GOALS), asked, random),
      ...steps.map((step, i) => put(i === 0 ? pick(FIRST) : pick(CONNECTORS), step, random)),
    ];
  return clauses.map((clause, i) => {
    const last = i === clauses.length - 1 && i > 0;
    // A question or a remark takes no wrapping; `Then` before it still reads well.
    if (!isImperative(clause))
      return i > 0 && random.chance(0.15) && /^[A-Z][a-z]+ /.test(clause) && !clause.endsWith('?')
        ? put(pick(CONNECTORS), clause, random)
        : clause;
    if (random.chance(0.45)) return clause;
    return put(
      pick(i === 0 || random.chance(0.4) ? WRAPS : last && random.chance(0.5) ? LAST : CONNECTORS),
      clause,
      random,
    );
  });
}

/** Sentences before and after that say nothing of the problem. */
export function surround(sentences: readonly string[], random: Random, wording: Wording): string[] {
  const some = (patterns: readonly string[], chance: number) =>
    random.chance(chance)
      ? [random.pick(phrasings(patterns, wording)).replaceAll('{name}', name(random))]
      : [];
  return [...some(OPENERS, 0.2), ...sentences, ...some(CLOSERS, 0.1)];
}
