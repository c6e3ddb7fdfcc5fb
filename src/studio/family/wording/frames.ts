import { DROP, KEEP, OUT } from '../verbs.ts';

/**
 * Sentences that many blocks share, so that a block says only what is its own. Keeping and dropping have about as many,
 * and a block gives its condition and the opposite: a negation says nothing about which of the two is meant.
 */

/** Sentences that keep the items for which `that` holds, e.g. `are even`, or drop those for which `thatNot` does. */
export function selection(that: readonly string[], thatNot: readonly string[]): string[] {
  return [
    ...that.flatMap((t) => [
      `${KEEP} [the|those] {items} that ${t}.`,
      `[Only|Just] {items} that ${t} [matter|count|are kept|are used|stay].`,
      `[From|Out of] [them|these|all of them], [take|pick|select|choose] [those|the ones|the {items}] that ${t}.`,
      `[We|You] [care|are to care] only about {items} that ${t}.`,
      `Go on with [those|the {items}|the ones] that ${t}.`,
      `[Forget|Ignore|Skip|Drop] [everything|all {items}|all of them] [except|but] [those|the {items}|the ones] that ${t}.`,
      `[Look only at|Stick to|Work only with|Think only of] [the|those] {items} that ${t}.`,
      `[Collect|Gather|Pick out|Single out] [the|all] {items} that ${t}.`,
    ]),
    ...thatNot.flatMap((t) => [
      `${DROP} [all {items}|the {items}|those {items}] that ${t}.`,
      `{Items} that ${t} [do not count|are ignored|are skipped|are dropped|are left out|are removed|are thrown away].`,
      `[Get rid of|Throw out|Strike out|Filter out|Erase|Cut] [all|the|those] {items} that ${t}.`,
      `[Do not|Never] [use|count|look at|consider|keep] {items} that ${t}.`,
      `[We|You] [do not care|need not care] about {items} that ${t}.`,
      `[Take|Use|Keep] [everything|all {items}|them all] except [those|the ones|the {items}] that ${t}.`,
      `[Pass over|Set aside|Put away] [those|all {items}|the ones] that ${t}.`,
      `{Items} that ${t} [may not be used|must go|have to go|are of no use].`,
    ]),
  ];
}

/** Noun phrases about `{x}` for the same. */
export const selected = (that: readonly string[], thatNot: readonly string[]): string[] => [
  ...that.flatMap((t) => [
    `those of {x} that ${t}`,
    `{x} that ${t}`,
    `the ones among {x} that ${t}`,
    `all of {x} that ${t}`,
  ]),
  ...thatNot.flatMap((t) => [`{x} except those that ${t}`, `{x} without the ones that ${t}`]),
];

const EACH = '[each {item}|every {item}|each of them|every one of them|each one]';

/** Sentences that put `by` in the place of each item, or do `verb` to each. */
export const change = (by: readonly string[], verb: readonly string[]): string[] => [
  ...by.flatMap((x) => [
    `[Replace|Change|Swap] ${EACH} [by|for|with] ${x}.`,
    `[Each {item}|Every {item}|Each of them] [is replaced by|is changed to|becomes|turns into] ${x}.`,
    `[Instead of|In place of] ${EACH}, [use|take|write] ${x}.`,
    `For ${EACH}, [take|write|compute|work out|note] ${x}.`,
    `[Put|Write] ${x} in the place of ${EACH}.`,
    `[Go through them and|One after the other,] [replace|change] ${EACH} [by|to] ${x}.`,
  ]),
  ...verb.flatMap((x) => [
    `${x} ${EACH}.`,
    `[Go through them and|One after the other,] ${lower(x)} ${EACH}.`,
  ]),
];

const lower = (text: string) => text.replace(/[A-Za-z]/, (letter) => letter.toLowerCase());

/** Sentences that ask for `x`, e.g. `the sum`. */
export const answer = (short: readonly string[]): string[] =>
  short.flatMap((x) => [
    `${OUT} ${x}.`,
    ...(/^the(ir)? /.test(x) ? [`What is ${x}?`, `[Can you|Could you] [find|tell|compute] ${x}?`] : []),
    `[The answer|The result|What is wanted|The output] is ${x}.`,
    `[We|You] [want to know|would like to know|need|have to find] ${x}.`,
    `[Say|Tell us|Show|Work out and print|Find and print] ${x}.`,
  ]);
