import type { Reduction, Step } from '../block.ts';
import { OUT } from '../verbs.ts';
import { selection } from './frames.ts';
import type { Scene } from './scenes.ts';

const about = (sentences: readonly string[]) =>
  sentences.map((sentence) => sentence.replaceAll('{item', '{thing').replaceAll('{Item', '{Thing'));

/**
 * How a block is said of a scene's things while the values are still what the scene says they are: `the tallest tree`
 * rather than `the largest height`. Empty where the scene has no words of its own for it.
 */
export function saidOfThings(block: string, { compare, unit }: Scene): readonly string[] {
  if (block === 'sum' && unit)
    return [
      `How many ${unit} is that [altogether|in total|in all]?`,
      `How many ${unit} are there [altogether|in total|in all]?`,
      `${OUT} how many ${unit} [that is|there are] in all.`,
      `Add up the ${unit} and [print|say] how many there are.`,
    ];
  if (block === 'count')
    return [
      'How many [such {things}|{things} like that] are there?',
      'For how many {things} is that so?',
      `${OUT} the number of [these|such] {things}.`,
    ];
  if (block === 'distinct-count')
    return [
      'How many different {items} do the {things} have?',
      `${OUT} how many different {items} there are.`,
    ];
  return compare ? compared(block, compare) : [];
}

/** What the things that a filter keeps are, and those that it drops: `taller`, `not taller`. */
function conditions(block: string, more: string, less: string): readonly string[] {
  switch (block) {
    case 'greater':
      return [more, `not ${more}`];
    case 'less':
      return [less, `not ${less}`];
    case 'at-least':
      return [`not ${less}`, less];
    case 'at-most':
      return [`not ${more}`, more];
    default:
      return [];
  }
}

/** A filter and what is asked of what it keeps in one sentence: `How many trees are taller than 4?` */
export function askedAtOnce(filter: Step, asked: Reduction, scene: Scene | null): readonly string[] {
  const conds = filter.phrase.flatMap((phrase) => phrase.match(/^\{x\} that (.+)$/)?.slice(1) ?? []);
  const sentences = conds.flatMap((that) => askedOf(asked.id, that));
  const [is] = scene?.compare ? conditions(filter.id, scene.compare.more, scene.compare.less) : [];
  return is ? [...sentences, ...about(askedOf(asked.id, `are ${is} than {c}`))] : sentences;
}

function askedOf(asked: string, that: string): string[] {
  if (/(^|-)count$/.test(asked) && asked !== 'distinct-count')
    return [
      `How many [of the|] {items} ${that}?`,
      `[Count|Find out how many there are of] the {items} that ${that}.`,
      `[We|You] [want to know|need to know|are asked] how many {items} ${that}.`,
    ];
  if (asked === 'sum')
    return [
      `What do the {items} that ${that} add up to?`,
      `How much do [those|the {items}] that ${that} make together?`,
      `Add up [all|the|only the] {items} that ${that}.`,
    ];
  return [];
}

function compared(
  block: string,
  { how, more, most, less, least }: NonNullable<Scene['compare']>,
): readonly string[] {
  const [is, isNot] = conditions(block, more, less);
  if (is) return about(selection([`are ${is} than {c}`], [`are ${isNot} than {c}`]));
  switch (block) {
    case 'ascending':
      return [
        `[Line up|Sort|Arrange|Order] the {things} from the ${least} to the ${most}.`,
        `Let the ${least} {thing} come first and the ${most} last.`,
      ];
    case 'descending':
      return [
        `[Line up|Sort|Arrange|Order] the {things} from the ${most} to the ${least}.`,
        `Let the ${most} {thing} come first and the ${least} last.`,
      ];
    case 'maximum':
      return [
        `How ${how} is the ${most} [one|{thing}|of them]?`,
        `[Say|Tell us|Find out] how ${how} the ${most} {thing} is.`,
        `${OUT} how ${how} the ${most} one is.`,
      ];
    case 'minimum':
      return [
        `How ${how} is the ${least} [one|{thing}|of them]?`,
        `[Say|Tell us|Find out] how ${how} the ${least} {thing} is.`,
        `${OUT} how ${how} the ${least} one is.`,
      ];
    case 'second':
      return [
        `How ${how} is the second ${most} [one|{thing}]?`,
        `[Say|Tell us|Find out] how ${how} the second ${most} {thing} is.`,
      ];
    case 'spread':
      return [
        `How much ${more} is the ${most} {thing} than the ${least} one?`,
        `[Say|Tell us|Find out] how much ${more} the ${most} one is than the ${least}.`,
      ];
    case 'rises':
      return [
        `How often is a {thing} ${more} than the one [just before|before it]?`,
        `${OUT} how many {things} are ${more} than the one before them.`,
      ];
    default:
      return [];
  }
}
