import type { EngineInfo, Role } from '../../llm/engine.ts';
import { fingerprint } from '../hash.ts';
import { formFor, fullPromptHash, promptHash, type RoleText } from '../role.ts';
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

/** The hash that a debugger's pack carries which has also learned prompts with a trace. */
export const TRACED_PROMPT_HASH = fullPromptHash(debuggerRole);

const wordingOf = <I, A>({ tuned, instruct, probe }: RoleText<I, A>) => [
  tuned(probe),
  instruct.prompt(probe),
];

/** Names the wording of all prompts, tuned and instruct: answers to another are not mixed with answers to this one. */
export const wordingHash = (): string =>
  fingerprint(
    JSON.stringify([wordingOf(retriever), wordingOf(planner), wordingOf(coder), wordingOf(debuggerRole)]),
  );

/** Whether a pack's hash is that of a prompt that this version asks the role with. */
export const knowsPrompt = (role: Role, hash: string): boolean =>
  hash === PROMPT_HASHES[role] || (role === 'debugger' && hash === TRACED_PROMPT_HASH);

/** Whether a model's debugger is shown traces: without a pack it is told what they are, and a pack has to have learned it. */
export const readsTraces = (info: Pick<EngineInfo, 'packs'>): boolean =>
  formFor(debuggerRole, info) === debuggerRole.instruct ||
  info.packs.some(({ role, promptHash: hash }) => role === 'debugger' && hash === TRACED_PROMPT_HASH);
