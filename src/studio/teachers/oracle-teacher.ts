import { coder, debuggerRole, planner, retriever } from '../../agents/roles/index.ts';
import type { EngineEvent, EngineInfo, Request } from '../../llm/engine.ts';
import { plantFault } from '../family/faults.ts';
import { writeJavaScript } from '../family/javascript.ts';
import { writeLua } from '../family/lua.ts';
import { oraclePlan, oracleRetrieval } from '../family/oracle.ts';
import type { FamilyProblem } from '../family/problem.ts';
import { writePython } from '../family/python.ts';
import { Random } from '../family/random.ts';
import type { Spec } from '../family/spec.ts';
import { type Blame, type StudioProblem, type Teacher, type TeacherEngine, TeacherError } from './teacher.ts';

/** The oracle's emitters, by the sandbox's names of the languages. */
const WRITERS: Record<string, (spec: Spec) => string> = {
  python: writePython,
  javascript: writeJavaScript,
  'javascript-strict': writeJavaScript,
  lua: writeLua,
};

const INFO: EngineInfo = {
  model: 'oracle',
  executor: 'cpu',
  adapter: 'script',
  kernels: 'none',
  contextLength: 1 << 20,
  maxBatch: 64,
  parameters: 0,
  weightBytes: 0,
  packs: [],
  constrains: [],
};

/** How often its coder makes a typical mistake, so that there is something to mend and something to prefer. */
const MISTAKES = 0.5;

function known({ made, problem }: StudioProblem): FamilyProblem {
  if (made) return made;
  throw new TeacherError(
    `The oracle knows the family's problems alone, not “${problem.title}”. Choose another teacher.`,
  );
}

/** The family's scripted teacher. It writes in `language` and knows the family's problems alone. */
export function oracleTeacher(language: string): Teacher {
  const write = WRITERS[language];
  if (!write)
    throw new TeacherError(
      `The oracle writes ${Object.keys(WRITERS).join(', ')}, not ${language}. Choose one of them or another teacher.`,
    );
  const spent = { requests: 0, promptTokens: 0, completionTokens: 0, cost: 0 };

  function answer({ spec }: FamilyProblem, { id, seed }: Request): string {
    const plan = oraclePlan(spec);
    const input = { language } as never;
    const program = () => {
      const random = new Random(seed);
      const fault = random.chance(MISTAKES) ? plantFault(spec, random) : null;
      return coder.write(write!(fault?.spec ?? spec), input);
    };
    const answers: Partial<Record<string, () => string>> = {
      retriever: () => retriever.write([oracleRetrieval(spec)], input),
      planner: () => planner.write(plan, input),
      coder: program,
      debugger: () => debuggerRole.write({ plan, source: write!(spec) }, input),
    };
    return answers[id.split('/')[0]!]?.() ?? '';
  }

  return {
    name: 'oracle',
    atOnce: 4,
    spent: () => ({ ...spent }),
    blame(item, { plan, mended }): Blame {
      const wanted = oraclePlan(known(item).spec).steps;
      const at = wanted.findIndex((step, i) => plan.steps[i] !== step);
      if (mended) return { role: 'debugger', feedback: `Mind this step: ${wanted[Math.max(0, at)]}` };
      return at >= 0
        ? { role: 'planner', feedback: `Step ${at + 1} should be: ${wanted[at]}` }
        : { role: 'coder', feedback: 'The program leaves the plan: write each step as it stands.' };
    },
    engineFor(item: StudioProblem): TeacherEngine {
      const made = known(item);
      return {
        info: INFO,
        countTokens: async () => 0,
        async *submit(requests): AsyncGenerator<EngineEvent> {
          for (const request of requests) {
            spent.requests++;
            const text = answer(made, request);
            const usage = { promptTokens: 0, computedPromptTokens: 0, completionTokens: 0 };
            const measured = { ms: 0, forced: 0, guessed: 0, accepted: 0 };
            yield { type: 'token', request: request.id, channel: 'answer', text, tokens: [] };
            yield { type: 'end', request: request.id, reason: 'stop', usage, measured };
          }
        },
      };
    },
  };
}
