import { writePlan } from '../../agents/formats.ts';
import { coder, debuggerRole, planner, retriever } from '../../agents/roles/index.ts';
import type { EngineEvent, EngineInfo, Request } from '../../llm/engine.ts';
import { AS_A_MODEL, type Errs, mend, plan, recall, write } from '../family/mistakes.ts';
import { oraclePlan, oracleRetrieval } from '../family/oracle.ts';
import type { FamilyProblem } from '../family/problem.ts';
import { Random } from '../family/random.ts';
import type { Spec } from '../family/spec.ts';
import { WRITERS } from '../family/writers.ts';
import {
  type Blame,
  FREE,
  type StudioProblem,
  type Teacher,
  type TeacherEngine,
  TeacherError,
} from './teacher.ts';

const INFO: EngineInfo = {
  model: 'oracle',
  executor: 'cpu',
  adapter: 'script',
  kernels: 'none',
  contextLength: 1 << 20,
  maxBatch: 64,
  positionBytes: null,
  parameters: 0,
  weightBytes: 0,
  packs: [],
  constrains: [],
  thinks: false,
};

function known(item: StudioProblem | undefined): FamilyProblem {
  if (item?.made) return item.made;
  const other = item ? `, not “${item.problem.title}”` : '';
  throw new TeacherError(`The oracle knows the family's problems alone${other}. Choose another teacher.`);
}

/**
 * The family's scripted teacher. It writes in `language`, knows the family's problems alone, and errs as often as `errs`
 * says, the same for the same seeds.
 */
export function oracleTeacher(language: string, errs: Errs = AS_A_MODEL): Teacher {
  const emit = WRITERS[language];
  if (!emit)
    throw new TeacherError(
      `The oracle writes ${Object.keys(WRITERS).join(', ')}, not ${language}. Choose one of them or another teacher.`,
    );

  /** Answers to one problem's requests: what is planned follows from what was recalled, and a program from its plan. */
  function answering({ spec }: FamilyProblem): (request: Request) => string {
    const input = { language } as never;
    let recalled = spec;
    const planned = new Map<string, Spec>();
    /** The plan that stands in a prompt: of two, one of which begins like the other, the longer. */
    const plannedIn = (prompt: string): Spec =>
      [...planned]
        .filter(([text]) => prompt.includes(text))
        .reduce<[string, Spec]>((best, one) => (one[0].length > best[0].length ? one : best), ['', spec])[1];
    const answers: Record<string, (random: Random, prompt: string) => string> = {
      retriever: (random) => {
        recalled = recall(spec, errs, random);
        return retriever.write([oracleRetrieval(recalled)], input);
      },
      planner: (random) => {
        const one = plan(recalled, errs, random);
        planned.set(writePlan(oraclePlan(one)), one);
        return planner.write(oraclePlan(one), input);
      },
      coder: (random, prompt) => {
        const written = write(plannedIn(prompt), errs, random, emit);
        return coder.write('spec' in written ? emit!(written.spec) : written.crash, input);
      },
      debugger: (random) => {
        const mended = mend(spec, errs, random);
        return debuggerRole.write({ plan: oraclePlan(mended), source: emit!(mended) }, input);
      },
    };
    return ({ id, seed, prompt }) => {
      const text = 'messages' in prompt ? prompt.messages.map(({ content }) => content).join('\n') : '';
      return answers[id.split('/')[0]!]?.(new Random(seed), text) ?? '';
    };
  }

  return {
    name: 'oracle',
    // It answers at once: the judge says how quick it goes, and the student under its supervision.
    atOnce: 32,
    prices: FREE,
    blame(item, { plan: followed, retrieval, mended }): Blame {
      const { spec } = known(item);
      const wanted = oraclePlan(spec).steps;
      const at = wanted.findIndex((step, i) => followed.steps[i] !== step);
      const mind = `Mind this step: ${wanted[Math.max(0, at)]}`;
      if (mended) return { role: 'debugger', feedback: mind };
      if (at < 0)
        return { role: 'coder', feedback: 'The program leaves the plan: write each step as it stands.' };
      return retrieval.technique !== oracleRetrieval(spec).technique
        ? { role: 'retriever', feedback: mind }
        : { role: 'planner', feedback: `Step ${at + 1} should be: ${wanted[at]}` };
    },
    engineFor(item?: StudioProblem): TeacherEngine {
      const answer = answering(known(item));
      return {
        info: INFO,
        countTokens: async () => 0,
        async *submit(requests): AsyncGenerator<EngineEvent> {
          for (const request of requests) {
            const text = answer(request);
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
