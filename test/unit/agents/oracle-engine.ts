import { coder, debuggerRole, PROMPT_HASHES, planner, retriever } from '../../../src/agents/roles/index.ts';
import type { Engine, EngineEvent, EngineInfo, Request, Role } from '../../../src/llm/engine.ts';
import { ROLES } from '../../../src/llm/engine.ts';
import { oraclePlan, oracleRetrieval } from '../../../src/studio/family/oracle.ts';
import type { FamilyProblem } from '../../../src/studio/family/problem.ts';
import { writePython } from '../../../src/studio/family/python.ts';

const info: EngineInfo = {
  model: 'oracle',
  baseHash: 'bits',
  executor: 'cpu',
  adapter: 'script',
  kernels: 'none',
  contextLength: 1024,
  maxBatch: 8,
  positionBytes: null,
  parameters: 0,
  weightBytes: 0,
  constrains: [],
  thinks: false,
  packs: ROLES.map((role) => ({ role, hash: role, promptHash: PROMPT_HASHES[role], bytes: 0, share: 0 })),
};

const usage = { promptTokens: 1, computedPromptTokens: 1, completionTokens: 1 };

/**
 * An engine that answers from the family's oracle, so that the loop's decisions can be tested one by one;
 * `say` may replace any answer. The real engine has tests of its own, and the end-to-end test has both.
 */
export function oracleEngine(
  made: FamilyProblem,
  say: (request: Request) => string | undefined = () => undefined,
) {
  const asked: Request[] = [];
  const source = writePython(made.spec);
  const plan = oraclePlan(made.spec);
  const input = { language: 'python' } as never;
  const answers: Record<Role, () => string> = {
    retriever: () => retriever.write([oracleRetrieval(made.spec)], input),
    planner: () => planner.write(plan, input),
    coder: () => coder.write(source, input),
    debugger: () => debuggerRole.write({ plan, source }, input),
  };
  let role: Role | null = null;
  const engine: Pick<Engine, 'info' | 'countTokens' | 'submit'> = {
    info,
    countTokens: async (prompt) => JSON.stringify(prompt).length / 4,
    async *submit(requests, signal): AsyncGenerator<EngineEvent> {
      for (const request of requests) {
        asked.push(request);
        if (request.role !== role)
          yield {
            type: 'role',
            from: role,
            to: request.role,
            measured: { ms: 1, bytes: 2 },
          };
        role = request.role;
        const text = say(request) ?? answers[request.id.split('/')[0] as Role]();
        yield { type: 'token', request: request.id, channel: 'answer', text, tokens: [1] };
        const reason = signal.aborted ? 'abort' : 'stop';
        yield {
          type: 'end',
          request: request.id,
          reason,
          usage,
          measured: { ms: 1, forced: 0, guessed: 0, accepted: 0 },
        };
      }
    },
  };
  return { engine, asked };
}
