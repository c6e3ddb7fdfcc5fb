import type { Block, Stage } from './block.ts';
import type { Chosen, Spec } from './spec.ts';

/** Lines of each block in one language, by stage and id. */
export type Emission = Record<'source' | 'step' | 'reduction', Readonly<Record<string, readonly string[]>>>;

/** A block that a language's table has no lines for. */
export class EmissionError extends Error {
  override readonly name = 'EmissionError';
}

const tableOf = (stage: Stage): keyof Emission =>
  stage === 'source' || stage === 'reduction' ? stage : 'step';

/** Writes specs in a language, from its blocks' lines. Throws `EmissionError` where a block is missing. */
export function emitter(language: string, emission: Emission): (spec: Spec) => string {
  const lines = ({ block, parameters: { c, d, letter } }: Chosen<Block>) => {
    const found = emission[tableOf(block.stage)][block.id];
    if (!found)
      throw new EmissionError(`${language} has no lines for the ${block.stage} ${block.id}: add them.`);
    return found.map((line) =>
      line.replaceAll('{c}', String(c)).replaceAll('{d}', String(d)).replaceAll('{letter}', String(letter)),
    );
  };
  return ({ source, steps, reduction }) =>
    `${[{ block: source, parameters: {} }, ...steps, reduction].flatMap(lines).join('\n')}\n`;
}
