import type { Plan, Retrieval } from '../agents/formats.ts';
import type { Block } from './family/block.ts';
import { REDUCTIONS, SOURCES, STEPS } from './family/blocks.ts';
import { retrievalOf, stepOf } from './family/oracle.ts';
import { linesOf } from './family/python.ts';
import type { Random } from './family/random.ts';
import type { Chosen } from './family/spec.ts';
import { isHeldOut } from './family/splits.ts';
import { sayAlone } from './family/statement.ts';

/** Things of a list, in several forms. */
export interface List {
  /** The blocks' ids. */
  key: string;
  /** Sentences as statements have them, a thing each. */
  said: string[];
  /** What the oracle recalls and plans for them, a step each. */
  retrieval: Retrieval;
  plan: Plan;
  /** The lines of one thing after those of the other. */
  python: string;
}

const BLOCKS: readonly Block[] = [...SOURCES, ...STEPS, ...REDUCTIONS];
const choose = (block: Block, random: Random): Chosen<Block> => ({
  block,
  parameters: block.draw?.(random) ?? {},
});

/** Things on a list, where a problem that is trained on has five parts at most. */
const LEAST = 2;
const MOST = 9;
const NOUNS = ['values', 'numbers', 'integers', 'elements'];

/**
 * Steps that have nothing to do with one another, so that they are no problem and no program: they teach to go through a
 * list to its end, however long it is. No two of them are a pair that is held out.
 */
export function drawList(random: Random): List {
  const wanted = random.int(LEAST, MOST);
  const drawn: Chosen<Block>[] = [];
  while (drawn.length < wanted) {
    const block = random.pick(BLOCKS);
    if (!drawn.some((other) => isHeldOut(other.block.id, block.id))) drawn.push(choose(block, random));
  }
  const items = random.pick(NOUNS);
  const blocks = drawn.map(({ block }) => block);
  const steps = drawn.map(stepOf);
  return {
    key: blocks.map(({ id }) => id).join(', '),
    said: drawn.map((one) => sayAlone(one, items, random)),
    retrieval: retrievalOf(blocks, steps),
    plan: { steps },
    python: drawn.flatMap(linesOf).join('\n'),
  };
}
