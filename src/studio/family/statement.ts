import type { Block, Parameters, Source } from './block.ts';
import type { Random } from './random.ts';
import type { Chosen, Spec } from './spec.ts';
import { OUT, SHOW } from './verbs.ts';
import { askedAtOnce, saidOfThings } from './wording/comparisons.ts';
import { phrasings, type Wording } from './wording/held-out.ts';
import { arrange, isImperative, name, surround } from './wording/layouts.ts';
import { formatsOf, type Scene, scenesOf } from './wording/scenes.ts';

const singular = (noun: string) =>
  noun.endsWith('ies') ? `${noun.slice(0, -3)}y` : noun.replace(/(?<=ch)es$|s$/, '');

/** Picks one of each `[a|b|c]`; brackets do not nest. */
export const choose = (random: Random, template: string): string =>
  template.replace(/\[([^[\]]*)\]/g, (_, options: string) => random.pick(options.split('|')));

/** What a statement calls the values, and what they are told of. */
interface Names {
  items: string;
  scene: Scene | null;
}

const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1);

/** Fills a template's slots; letters are quoted as the programs quote them. */
export function fill(template: string, parameters: Parameters, { items, scene }: Names, x = ''): string {
  const { c, d, letter } = parameters;
  const { thing, things } = scene ?? { thing: singular(items), things: items };
  return template
    .replaceAll('{items}', items)
    .replaceAll('{item}', singular(items))
    .replaceAll('{Items}', capital(items))
    .replaceAll('{things}', things)
    .replaceAll('{thing}', thing)
    .replaceAll('{Things}', capital(things))
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

/** The input said in short, before the order that it belongs to, or in a sentence of its own. */
const GIVEN_FIRST = [
  'Given {given}, {x}',
  'You [get|read|are given] {given}; {x}',
  'With {given} as the input, {x}',
  'For {given} from the input, {x}',
  'Take {given} and {x}',
];
const GIVEN_ALONE = [
  'The input is {given}.',
  'You [get|read|are given] {given}.',
  '(Input: {given}.)',
  'Your program [reads|gets] {given}.',
  'What you [get|have] is {given}.',
];
/** How often the input is said in short. */
const IN_SHORT = 0.25;

/** How often a list is told of in a scene, and how often the scene says only at the end where the input stands. */
const IN_A_SCENE = 0.35;
const FORMAT_LAST = 0.4;
/** How often a filter and a count or a sum of what it keeps are one sentence, and how often a scene's own words are taken. */
const AT_ONCE = 0.35;
const OWN_WORDS = 0.6;

const drawScene = (source: Source, random: Random): Scene | null =>
  formatsOf(source) && random.chance(IN_A_SCENE) ? random.pick(scenesOf(source)) : null;

/** A block said in a sentence of its own, out of any problem, of values called `items`; in wordings that training knows. */
export function sayAlone({ block, parameters }: Chosen<Block>, items: string, random: Random): string {
  const names: Names = { scene: null, items };
  return tidy(fill(choose(random, random.pick(phrasings(block.say, 'known'))), parameters, names));
}

/**
 * Says a spec in words: each step a sentence, or all in one noun phrase, or sentences first and a phrase for the rest,
 * in one of several orders. What the values are called is chosen once, or a scene says what they are told of. `unseen`
 * takes every clause, and how they are put together, from the phrasings that training never sees.
 */
export function writeStatement(spec: Spec, random: Random, wording: Wording = 'known'): string {
  const scene = drawScene(spec.source, random);
  const names: Names = { scene, items: scene?.items ?? random.pick(spec.source.items) };
  const pick = (templates: readonly string[]) => random.pick(phrasings(templates, wording));
  const say = (templates: readonly string[], parameters: Parameters, x?: string) =>
    fill(choose(random, pick(templates)), parameters, names, x);

  const parts = [...spec.steps, spec.reduction];
  /** While no step has changed the values, they are still what the scene says. */
  const asTold = (i: number) => scene && parts.slice(0, i).every(({ block }) => block.stage !== 'map');
  const sentence = ({ block, parameters }: Chosen<Block>, i: number) => {
    const own = asTold(i) ? saidOfThings(block.id, scene!) : [];
    return tidy(say(own.length > 0 && random.chance(OWN_WORDS) ? own : block.say, parameters));
  };
  // The phrase takes the longest tail of blocks that can be said as one, or less.
  let able = 0;
  while (able < parts.length && parts[parts.length - 1 - able]!.block.phrase.length > 0) able++;
  const wanted = random.weighted([0, 1, parts.length], (n) => (n === 0 ? 6 : n === 1 ? 2 : 3));
  const inPhrase = Math.min(wanted, able);

  const atOnce = lastAtOnce(spec, asTold(parts.length - 2) ? scene : null);
  const clauses: string[] = [];
  if (atOnce.length > 0 && random.chance(AT_ONCE)) {
    clauses.push(...parts.slice(0, -2).map(sentence));
    const { parameters } = parts[parts.length - 2]!;
    clauses.push(tidy(say(atOnce, parameters)));
  } else {
    clauses.push(...parts.slice(0, parts.length - inPhrase).map(sentence));
    if (inPhrase > 0) {
      const whole = inPhrase < parts.length && clauses.length > 0 ? LEFT : spec.source.whole;
      let x = say(whole, {});
      for (const part of parts.slice(parts.length - inPhrase)) x = say(part.block.phrase, part.parameters, x);
      const verb = spec.reduction.block.technique === 'output' ? SHOW : OUT;
      clauses.push(tidy(`${choose(random, verb)} ${x}.`));
    }
  }
  const { whenEmpty } = spec.reduction.block;
  const mayBeEmpty = spec.steps.some(
    ({ block }) => block.stage === 'filter' || block.id === 'skipped' || block.technique === 'neighbours',
  );
  const empty =
    whenEmpty !== undefined && (mayBeEmpty || ['second', 'closest-pair'].includes(spec.reduction.block.id))
      ? [say(WHEN_EMPTY, {}).replace('{none}', whenEmpty)]
      : [];
  const asked = [...arrange(clauses, random, wording), ...empty];
  const { given, saidByWhole } = spec.source;
  const short = given && (!saidByWhole || inPhrase === parts.length) && random.chance(IN_SHORT);
  const withInput = (frames: readonly string[]) =>
    say(frames, {}, '{x}').replace('{given}', () => say(given!, {}));
  const sentences = scene
    ? inScene(asked.map(byName(scene)), say(scene.intro, {}), say(formatsOf(spec.source)!, {}), random)
    : short
      ? inShort(asked, withInput, random)
      : [say(spec.source.say, {}), ...asked];
  return tidy(surround(sentences, random, wording).join(' '));
}

/** A word is called what it is: `the password`. */
const byName =
  ({ thing }: Scene) =>
  (sentence: string) =>
    sentence.replace(/\b([Tt])he (?:word|string)\b/g, `$1he ${thing}`);

function inScene(asked: readonly string[], intro: string, format: string, random: Random): string[] {
  const told = intro.replaceAll('{name}', name(random));
  return random.chance(FORMAT_LAST) ? [told, ...asked, format] : [told, format, ...asked];
}

function inShort(
  asked: readonly string[],
  withInput: (frames: readonly string[]) => string,
  random: Random,
): string[] {
  const [first, ...rest] = asked;
  if (isImperative(first!) && random.chance(0.6)) {
    const order = first![0]!.toLowerCase() + first!.slice(1);
    return [withInput(GIVEN_FIRST).replace('{x}', () => order), ...rest];
  }
  const alone = withInput(GIVEN_ALONE);
  return random.chance(FORMAT_LAST) ? [...asked, alone] : [alone, ...asked];
}

/** What may be asked of the last filter's values together with the filter. */
function lastAtOnce({ steps, reduction }: Spec, scene: Scene | null): readonly string[] {
  const filter = steps.at(-1)?.block;
  return filter?.stage === 'filter' ? askedAtOnce(filter, reduction.block, scene) : [];
}

/** The title: what the blocks do, in the order of English. */
export function writeTitle(spec: Spec): string {
  return [spec.source.title, ...spec.steps.map(({ block }) => block.title), spec.reduction.block.title]
    .filter(Boolean)
    .join(' ');
}
