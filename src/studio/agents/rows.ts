import { NO_PLAN, writeMend, writePlan, writeProgram } from '../../agents/formats.ts';
import { languageName } from '../../agents/languages.ts';
import { coder, debuggerRole, PROMPT_HASHES } from '../../agents/roles/index.ts';
import type { Message, Role } from '../../llm/engine.ts';
import { NearCopies, signatureOf } from '../../minhash.ts';
import type { LanguageEvent, Sample } from './events.ts';

/** Files that samples are written to. `coder`, `debugger` and `preferences` are in the roles' tuned prompts, for packs. */
export const DATA_FILES = ['sft', 'pairs', 'coder', 'debugger', 'preferences'] as const;
export type DataFile = (typeof DATA_FILES)[number];

/** Where a row comes from, so that it can be made again or left out. */
export interface RowProvenance {
  run: string;
  round: number;
  discussion: number;
  engine: string;
  seed: number;
  sample: Sample['provenance'];
  /** What running said: languages that agree, and how many inputs of each origin. */
  verdict: 'AC';
  tests: Record<string, number>;
}

export type DataRow = { file: DataFile; row: object };

const said = (content: string): Message[] => [{ role: 'assistant', content }];
const asked = ({ instruction, language }: Pick<Sample, 'instruction' | 'language'>): Message[] => [
  { role: 'user', content: `${instruction}\n\nSolve it in ${languageName(language)}.` },
];

const count = (tests: Sample['tests']): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { origin } of tests) counts[origin] = (counts[origin] ?? 0) + 1;
  return counts;
};

/** Of so many rounds one gives the coder's pack programs from the statement alone: it is asked for such, too. */
const ROUNDS_WITH_ONE_UNPLANNED = 5;

/** What is named of a run in each of its rows. */
export interface RowsOf {
  engine: string;
  seed: number;
}

type Kept = Extract<LanguageEvent, { type: 'kept' }>;

/** A sample's rows: one for SFT, pairs for DPO, and the same in the prompts of the coder's and debugger's packs. */
export function* rowsOf({ sample, run, round, discussion }: Kept, of: RowsOf): Generator<DataRow> {
  const { language, source, plan, instruction } = sample;
  const provenance: RowProvenance = {
    ...{ run, round, discussion: discussion ?? 0, engine: of.engine, seed: of.seed },
    ...{ sample: sample.provenance, verdict: 'AC', tests: count(sample.tests) },
  };
  const program = (text: string) => writeProgram(language, text);
  // Who trains on chats trains a coder: `training/large` asks for the role.
  const about = { role: 'coder', language, title: sample.title, part: sample.part, provenance };
  yield { file: 'sft', row: { messages: [...asked(sample), ...said(program(source))], ...about } };
  for (const { source: worse, cause, run: failed } of sample.rejected)
    yield {
      file: 'pairs',
      row: {
        ...{ prompt: asked(sample), chosen: said(program(source)), rejected: said(program(worse)) },
        ...{ ...about, rejectedFor: { cause, run: failed } },
      },
    };
  if (plan.steps.length === 0) return;

  const role = (name: Role) => ({
    ...{ role: name, language, problem: sample.title, promptHash: PROMPT_HASHES[name], provenance },
  });
  const unplanned = round % ROUNDS_WITH_ONE_UNPLANNED === ROUNDS_WITH_ONE_UNPLANNED - 1;
  const input = { statement: instruction, plan: unplanned ? NO_PLAN : plan, language };
  yield {
    file: 'coder',
    row: { messages: [...coder.tuned(input), ...said(coder.write(source, input))], ...role('coder') },
  };
  for (const { source: worse, plan: followed, run: failed } of sample.rejected) {
    if (unplanned || writePlan(followed) === writePlan(plan))
      yield {
        file: 'preferences',
        row: {
          ...{ prompt: coder.tuned(input), chosen: said(coder.write(source, input)) },
          ...{ rejected: said(coder.write(worse, input)), ...role('coder') },
        },
      };
    const failure = { input: failed.input, expected: failed.expected, actual: failed.actual, error: '' };
    const broken = { statement: instruction, language, plan: followed, source: worse, failure };
    yield {
      file: 'debugger',
      row: {
        messages: [...debuggerRole.tuned(broken), ...said(writeMend(language, { plan, source }))],
        ...role('debugger'),
      },
    };
  }
}

/** Keeps samples whose instruction is no near copy of an earlier one, in the same language. */
export class Sieve {
  private readonly seen = new Map<string, NearCopies<string>>();
  copies = 0;

  take({ language, instruction, title }: Sample): boolean {
    const seen = this.seen.get(language) ?? new NearCopies<string>();
    this.seen.set(language, seen);
    const signature = signatureOf(instruction);
    if (seen.nearest(signature)) {
      this.copies++;
      return false;
    }
    seen.add(title, signature);
    return true;
  }
}
