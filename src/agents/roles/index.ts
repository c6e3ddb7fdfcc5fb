import type { Role } from '../../llm/engine.ts';
import { promptHash } from '../role.ts';
import { coder } from './coder.ts';
import { debuggerRole } from './debugger.ts';
import { planner } from './planner.ts';
import { retriever } from './retriever.ts';

export { coder, debuggerRole, planner, retriever };

/** The hash of each role's tuned prompt, as packs carry it. */
export const PROMPT_HASHES: Record<Role, string> = {
  retriever: promptHash(retriever),
  planner: promptHash(planner),
  coder: promptHash(coder),
  debugger: promptHash(debuggerRole),
};
