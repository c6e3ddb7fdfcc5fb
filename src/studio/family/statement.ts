import type { Parameters } from './block.ts';
import type { Random } from './random.ts';
import type { Spec } from './spec.ts';
import { OUT, SHOW } from './verbs.ts';
import { phrasings, type Wording } from './wording/held-out.ts';
import { arrange, surround } from './wording/layouts.ts';

const singular = (noun: string) => (noun.endsWith('ies') ? `${noun.slice(0, -3)}y` : noun.replace(/s$/, ''));

/** Picks one of each `[a|b|c]`; brackets do not nest. */
export const choose = (random: Random, template: string): string =>
  template.replace(/\[([^[\]]*)\]/g, (_, options: string) => random.pick(options.split('|')));

/** Fills a template's slots; letters are quoted as the programs quote them. */
export function fill(template: string, parameters: Parameters, items: string, x = ''): string {
  const { c, d, letter } = parameters;
  return template
    .replaceAll('{items}', items)
    .replaceAll('{item}', singular(items))
    .replaceAll('{Items}', items[0]!.toUpperCase() + items.slice(1))
    .replaceAll('{c}', String(c))
    .replaceAll('{d}', String(d))
    .replaceAll('{letter}', `'${letter}'`)
    .replaceAll('{x}', x);
}

const tidy = (text: string) =>
  text
    .replace(/ +/g, ' ')
    .replace(/ ([.,?])/g, '$1')
    .replace(/\b([Aa]) (?=[aeiou])/g, '$1n ');

/** What all that is left is called where a phrase goes on from sentences. */
const LEFT = [
  'what is left',
  'the resulting {items}',
  'the remaining {items}',
  'the {items} you have then',
  'what you have now',
  'these',
];

const WHEN_EMPTY = [
  '[If|When] [none is left|nothing is left|there is none|there is no such {item}|no {item} remains], [print|output|write|give] {none}.',
  '[Print|Output|Write] {none} [if|when] [none is left|nothing is left|there is none|no {item} remains].',
  'Should [nothing be left|there be none], [print|output|write] {none}.',
  'In case [nothing is left|there is none], [print|output|write|give] {none}.',
  '[With nothing left|Without any such {item}|For an empty list], the answer is {none}.',
];

/**
 * Says a spec in words: each step a sentence, or all in one noun phrase, or sentences first and a phrase for the rest,
 * in one of several orders. What the values are called is chosen once. `unseen` takes every clause, and how they are put
 * together, from the phrasings that training never sees.
 */
export function writeStatement(spec: Spec, random: Random, wording: Wording = 'known'): string {
  const items = random.pick(spec.source.items);
  const pick = (templates: readonly string[]) => random.pick(phrasings(templates, wording));
  const say = (templates: readonly string[], parameters: Parameters, x?: string) =>
    fill(choose(random, pick(templates)), parameters, items, x);

  const parts = [...spec.steps, spec.reduction];
  // The phrase takes the longest tail of blocks that can be said as one, or less.
  let able = 0;
  while (able < parts.length && parts[parts.length - 1 - able]!.block.phrase.length > 0) able++;
  const wanted = random.weighted([0, 1, parts.length], (n) => (n === 0 ? 6 : n === 1 ? 2 : 3));
  const inPhrase = Math.min(wanted, able);

  const clauses = parts
    .slice(0, parts.length - inPhrase)
    .map(({ block, parameters }) => tidy(say(block.say, parameters)));
  if (inPhrase > 0) {
    const whole = inPhrase < parts.length && clauses.length > 0 ? LEFT : spec.source.whole;
    let x = say(whole, {});
    for (const part of parts.slice(parts.length - inPhrase)) x = say(part.block.phrase, part.parameters, x);
    const verb = spec.reduction.block.technique === 'output' ? SHOW : OUT;
    clauses.push(tidy(`${choose(random, verb)} ${x}.`));
  }
  const { whenEmpty } = spec.reduction.block;
  const mayBeEmpty = spec.steps.some(
    ({ block }) => block.stage === 'filter' || block.id === 'skipped' || block.technique === 'neighbours',
  );
  const empty =
    whenEmpty !== undefined && (mayBeEmpty || ['second', 'closest-pair'].includes(spec.reduction.block.id))
      ? [say(WHEN_EMPTY, {}).replace('{none}', whenEmpty)]
      : [];
  const sentences = [say(spec.source.say, {}), ...arrange(clauses, random, wording), ...empty];
  return tidy(surround(sentences, random, wording).join(' '));
}

/** The title: what the blocks do, in the order of English. */
export function writeTitle(spec: Spec): string {
  return [spec.source.title, ...spec.steps.map(({ block }) => block.title), spec.reduction.block.title]
    .filter(Boolean)
    .join(' ');
}
