import { type Retrieval, readRetrieval, writeRetrieval } from '../formats.ts';
import { ask, type RoleText } from '../role.ts';

/** Recalls a similar problem, its technique, and a short tutorial. */
export const retriever: RoleText<{ statement: string }, Retrieval> = {
  role: 'retriever',
  maxTokens: 160,
  tuned: ({ statement }) => ask('Problem:', statement, '', 'Similar:', 'Technique:', 'Tutorial:'),
  write: writeRetrieval,
  read: readRetrieval,
  probe: { statement: 'S' },
};
