import type { Parameters } from './block.ts';
import type { Random } from './random.ts';
import type { Chosen, Spec } from './spec.ts';
import { OUT, SHOW } from './verbs.ts';

const CONNECTORS = ['Then ', 'Next, ', 'After that, ', 'Now ', 'Then '];

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

const lower = (text: string) => text[0]!.toLowerCase() + text.slice(1);

/**
 * Says a spec in words: each step a sentence, or all in one noun phrase, or sentences first and a phrase
 * for the rest. What the values are called is chosen once.
 */
export function writeStatement(spec: Spec, random: Random): string {
  const items = random.pick(spec.source.items);
  const say = (template: string, parameters: Parameters, x?: string) =>
    fill(choose(random, template), parameters, items, x);
  const sentence = (part: Chosen<Spec['steps'][number]['block'] | Spec['reduction']['block']>) =>
    say(random.pick(part.block.say), part.parameters);

  const parts = [...spec.steps, spec.reduction];
  // The phrase takes the longest tail of blocks that can be said as one, or less.
  let able = 0;
  while (able < parts.length && parts[parts.length - 1 - able]!.block.phrase.length > 0) able++;
  const wanted = random.weighted([0, 1, parts.length], (n) => (n === 0 ? 5 : n === 1 ? 2 : 4));
  const inPhrase = Math.min(wanted, able);

  const lines = [say(random.pick(spec.source.say), {})];
  const sentences = parts.slice(0, parts.length - inPhrase).map(sentence);
  lines.push(
    ...sentences.map((text, i) =>
      i > 0 && random.chance(0.3) ? random.pick(CONNECTORS) + lower(text) : text,
    ),
  );
  if (inPhrase > 0) {
    const whole =
      inPhrase === parts.length
        ? spec.source.whole
        : ['what is left', 'the resulting {items}', 'the remaining {items}', 'the {items} you have then'];
    let x = say(
      random.pick(inPhrase === parts.length || sentences.length > 0 ? whole : spec.source.whole),
      {},
    );
    for (const part of parts.slice(parts.length - inPhrase))
      x = say(random.pick(part.block.phrase), part.parameters, x);
    const verb = spec.reduction.block.technique === 'output' ? SHOW : OUT;
    lines.push(`${choose(random, verb)} ${x}.`);
  }
  const { whenEmpty } = spec.reduction.block;
  const mayBeEmpty = spec.steps.some(
    ({ block }) => block.stage === 'filter' || block.id === 'skipped' || block.technique === 'neighbours',
  );
  if (whenEmpty !== undefined && (mayBeEmpty || spec.reduction.block.id === 'second'))
    lines.push(
      say(
        `[If|When] [none is left|nothing is left|there is none|there is no such {item}|no {item} remains], [print|output|write|give] ${whenEmpty}.`,
        {},
      ),
    );
  return tidy(lines.join(' '));
}

/** The title: what the blocks do, in the order of English. */
export function writeTitle(spec: Spec): string {
  return [spec.source.title, ...spec.steps.map(({ block }) => block.title), spec.reduction.block.title]
    .filter(Boolean)
    .join(' ');
}
