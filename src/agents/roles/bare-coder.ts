import type { EngineInfo } from '../../llm/engine.ts';
import { languageName } from '../languages.ts';
import { ask, formFor } from '../role.ts';
import { coder } from './coder.ts';

/** The coder's question without a plan, to the base alone. The tuned prompt is one of the base's own documents. */
export const bareCoder: typeof coder = {
  ...coder,
  bare: true,
  tuned: ({ statement, language }) => ask(statement, `Solve it in ${languageName(language)}.`),
};

/**
 * Who writes programs without a plan, in turn: the base alone and the coder, which err in different places; the coder alone
 * where no pack tells the two apart.
 */
export const directCoders = (info: Pick<EngineInfo, 'packs'>): (typeof coder)[] =>
  formFor(coder, info) === coder.instruct ? [coder] : [bareCoder, coder];
