import { writeMend, writeProgram } from '../../../agents/formats.ts';
import type { EngineEvent, EngineInfo } from '../../../llm/engine.ts';
import { plantFault } from '../../family/faults.ts';
import { oraclePlan } from '../../family/oracle.ts';
import type { FamilyProblem } from '../../family/problem.ts';
import { Random } from '../../family/random.ts';
import { WRITERS } from '../../family/writers.ts';
import { CRITERIA, type Criterion } from '../../seeds/rubric.ts';
import { type TeacherEngine, TeacherError } from '../../teachers/teacher.ts';
import type { ActName } from '../acts/act.ts';
import { readProposal, writeProposal } from '../acts/proposal-form.ts';
import { letterOf } from '../acts/talk-acts.ts';
import { C_FAULTS } from '../languages/c/faults.ts';
import { CPP_FAULTS } from '../languages/cpp/faults.ts';
import { JAVASCRIPT_FAULTS } from '../languages/javascript/faults.ts';
import { LUA_FAULTS } from '../languages/lua/faults.ts';
import { PYTHON_FAULTS } from '../languages/python/faults.ts';
import { RUBY_FAULTS } from '../languages/ruby/faults.ts';
import { TYPESCRIPT_FAULTS } from '../languages/typescript/faults.ts';
import type { Proposal } from '../proposal.ts';
import { type ScriptedFault, withFault } from './fault.ts';
import { type Numbered, numbered, numbersIn, titleOf } from './variation.ts';

/** What each language's agent may get wrong. */
export const FAULTS: Readonly<Record<string, readonly ScriptedFault[]>> = {
  python: PYTHON_FAULTS,
  javascript: JAVASCRIPT_FAULTS,
  typescript: TYPESCRIPT_FAULTS,
  lua: LUA_FAULTS,
  c: C_FAULTS,
  cpp: CPP_FAULTS,
  ruby: RUBY_FAULTS,
};

/** How often scripted agents err. */
export interface ScriptRates {
  /** A fault of the language in a program, where one fits. */
  fault: number;
  /** A program for what the statement does not say. */
  misread: number;
  /** A sample with a wrong output. */
  claim: number;
  /** A mend that leaves the fault in. */
  mend: number;
  /** A vote that is not for the best, a variation where one could agree. */
  whim: number;
}
export const SCRIPT_RATES: ScriptRates = { fault: 0.5, misread: 0.1, claim: 0.1, mend: 0.3, whim: 0.25 };

const INFO: EngineInfo = {
  ...{ model: 'scripted agents', executor: 'cpu', adapter: 'script', kernels: 'none' },
  ...{
    contextLength: 1 << 20,
    maxBatch: 64,
    positionBytes: null,
    parameters: 0,
    weightBytes: 0,
    packs: [],
    constrains: [],
    thinks: false,
  },
};

const MOST_INPUTS = 6;

/** What one request is answered from. */
interface Asked {
  language: string;
  random: Random;
  system: string;
  user: string;
}

/**
 * The language agents without a model, behind an engine's interface: they speak of the family's problems alone, which they
 * know by the numbers in titles, and make the faults of their languages as often as `rates` say, unless their memory
 * warns of them. Nothing is kept between requests: the same request, the same answer.
 */
export function scriptedAgents(rates: ScriptRates = SCRIPT_RATES): TeacherEngine {
  const known = new Map<string, FamilyProblem>();
  const problemOf = (number: Numbered): FamilyProblem => {
    const key = JSON.stringify(number);
    const found = known.get(key) ?? numbered(number);
    known.set(key, found);
    return found;
  };
  /** What a prompt is about: the exercise that it names last. */
  const about = ({ user }: Asked): { number: Numbered; made: FamilyProblem } => {
    const number = numbersIn(user).at(-1);
    if (!number)
      throw new TeacherError(
        'The scripted agents know the generated family’s problems alone. Choose seeds of the family, or a model as engine.',
      );
    return { number, made: problemOf(number) };
  };

  function proposal(number: Numbered, random: Random, errs: number): string {
    const made = problemOf(number);
    const claim = (output: string) => (random.chance(errs) ? `${output} 1` : output);
    const written: Proposal = {
      title: titleOf(made, number),
      instruction: made.statement,
      samples: made.samples.map(({ input, answer }) => ({ input, output: claim(answer) })),
      inputs: made.hidden.slice(0, MOST_INPUTS).map(({ input }) => input),
    };
    return writeProposal(written);
  }
  const variation = (asked: Asked): string => {
    const { number } = about(asked);
    return proposal({ ...number, variation: asked.random.int(1, 9999) }, asked.random, rates.claim);
  };

  /** A program for an exercise, as an agent of the language writes it: now and then wrong. */
  function program({ number, made }: ReturnType<typeof about>, asked: Asked, errs: number): string {
    const { language, random, system } = asked;
    const read = random.chance(errs * rates.misread) ? plantFault(made.spec, random)?.spec : null;
    const source = WRITERS[language]!(read ?? problemOf(number).spec);
    const able = FAULTS[language]!.filter(
      (fault) => withFault(source, fault) !== null && !system.includes(fault.lesson),
    );
    return able.length > 0 && random.chance(errs * rates.fault)
      ? withFault(source, random.pick(able))!
      : source;
  }
  const solution = (asked: Asked, source: string): string =>
    writeMend(asked.language, { plan: oraclePlan(about(asked).made.spec), source });

  const answers: Record<ActName, (asked: Asked) => string> = {
    describe: (asked) => proposal(about(asked).number, asked.random, rates.claim / 3),
    answer: (asked) => writeProgram(asked.language, program(about(asked), asked, 0.3)),
    score: (asked) => scores(about(asked).made),
    propose: variation,
    vary: (asked) => (asked.random.chance(rates.whim) ? variation(asked) : 'Agree.'),
    revise: (asked) => proposal(numbersIn(asked.user)[0]!, asked.random, 0),
    review: ({ user, random }) => reviewed(user, random),
    solve: (asked) => solution(asked, program(about(asked), asked, 1)),
    mend: (asked) =>
      solution(
        asked,
        asked.random.chance(rates.mend)
          ? asked.user.split('## Your program\n')[1]!.replace(/^```\w*\n([\s\S]*?)\n```[\s\S]*$/, '$1\n')
          : WRITERS[asked.language]!(about(asked).made.spec),
      ),
    reflect: (asked) => reflection(asked),
  };

  /** Remarks on each proposal and a vote for the one with most steps whose samples are right. */
  function reviewed(user: string, random: Random): string {
    const parts = user.split(/^## Proposal [A-Z]\n/m).slice(1);
    const seen = parts.map((text) => {
      const made = problemOf(numbersIn(text)[0]!);
      const read = readProposal(text);
      const claims = read.ok ? read.value.samples : [];
      const wrong = made.samples.findIndex(({ answer }, i) => claims[i]?.output.trim() !== answer.trim());
      return { steps: made.spec.steps.length, wrong };
    });
    const lines = seen.map(({ steps, wrong }, i) => {
      const fault = wrong >= 0 ? `the output of sample ${wrong + 1} is not what the problem asks for` : '';
      return `${letterOf(i)}: ${wrong >= 0 ? 1 : Math.min(5, 3 + steps)} | ${steps === 0 ? 'easy to begin with' : `${steps} steps on the way`} | ${fault}`;
    });
    const worth = seen.map(({ steps, wrong }) => (wrong >= 0 ? -1 : steps));
    const best = random.chance(rates.whim)
      ? random.int(0, seen.length - 1)
      : worth.indexOf(Math.max(...worth));
    return [...lines, `Best: ${letterOf(best)}`].join('\n');
  }

  /** The lesson of each fault that is found in a program that failed. */
  function reflection({ language, user }: Asked): string {
    const lessons = user
      .split(/^## Your work \d+\n/m)
      .slice(1)
      .filter((work) => work.includes('dropped'))
      .flatMap((work) => {
        const [number] = numbersIn(work);
        const source = work.match(/```\w*\n([\s\S]*?)\n```/)?.[1];
        if (!number || !source) return [];
        const right = WRITERS[language]!(problemOf(number).spec);
        const made = FAULTS[language]!.find((fault) => withFault(right, fault)?.trimEnd() === source);
        return [made?.lesson ?? 'the statement was misread: go through it clause by clause.'];
      });
    const good = user.includes('kept:') ? ['Merit: the program takes the plan’s steps one by one.'] : [];
    const told = [...good, ...[...new Set(lessons)].map((lesson) => `Fault: ${lesson}`)];
    return told.length > 0 ? told.join('\n') : 'Fault: none';
  }

  return {
    info: INFO,
    countTokens: async (prompt) => Math.ceil(JSON.stringify(prompt).length / 4),
    async *submit(requests, signal): AsyncGenerator<EngineEvent> {
      for (const { id, seed, prompt } of requests) {
        signal.throwIfAborted();
        const [act, , , , language] = id.split('/') as [ActName, string, string, string, string];
        const messages = 'messages' in prompt ? prompt.messages : [];
        const [system = '', user = ''] = messages.map(({ content }) => content);
        const text = answers[act]({ language, random: new Random(seed), system, user });
        const promptTokens = Math.ceil((system.length + user.length) / 4);
        const completionTokens = Math.ceil(text.length / 4);
        yield { type: 'token', request: id, channel: 'answer', text, tokens: [] };
        yield {
          ...{ type: 'end', request: id, reason: 'stop' },
          usage: { promptTokens, computedPromptTokens: promptTokens, completionTokens },
          measured: { ms: 0, forced: 0, guessed: 0, accepted: 0 },
        };
        // The page may draw and be heard: an answer takes a while to be thought out.
        await new Promise<void>((resolve) => setTimeout(resolve));
      }
    },
  };
}

function scores({ spec }: FamilyProblem): string {
  const given: Record<Criterion, number> = {
    ...{ consistency: 5, relevance: 5, code: 5, correctness: 5, clarity: 4, comments: 1, learning: 5 },
    difficulty: Math.min(5, 2 + spec.steps.length),
  };
  return CRITERIA.map((name) => `${name[0]!.toUpperCase()}${name.slice(1)}: ${given[name]}`).join('\n');
}
