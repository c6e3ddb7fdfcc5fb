import { writePlan, writeProgram } from '../agents/formats.ts';
import { coder, debuggerRole, PROMPT_HASHES, planner, retriever } from '../agents/roles/index.ts';
import type { Message, Role } from '../llm/engine.ts';
import { plantCrash, plantFault, showDifference } from './family/faults.ts';
import { oraclePlan, oracleRetrieval } from './family/oracle.ts';
import type { FamilyProblem } from './family/problem.ts';
import { writePython } from './family/python.ts';
import type { Random } from './family/random.ts';
import { specKey } from './family/spec.ts';
import { writeStatement } from './family/statement.ts';

/** One row of a role's training file. */
export interface RoleRow {
  messages: Message[];
  role: Role;
  language: string;
  problem: string;
  promptHash: string;
}

const LANGUAGE = 'python';

/** A document in the chat template, as the base reads it. */
const document = (user: string, assistant: string): string =>
  `<|im_start|>user\n${user}<|im_end|>\n<|im_start|>assistant\n${assistant}<|im_end|>\n`;

const row = (role: Role, made: FamilyProblem, prompt: Message[], answer: string): RoleRow => ({
  messages: [...prompt, { role: 'assistant', content: answer }],
  role,
  language: LANGUAGE,
  problem: specKey(made.spec),
  promptHash: PROMPT_HASHES[role],
});

/** A failing attempt at a problem: what was planned and written, and the sample that it fails. */
export function failingAttempt(made: FamilyProblem, random: Random) {
  const right = oraclePlan(made.spec);
  const instances = made.samples.map((sample) => sample.instance);
  for (let tries = 0; tries < 20; tries++) {
    if (random.chance(0.12)) {
      const crash = plantCrash(made.spec, random);
      const sample = made.samples[0]!;
      if (crash)
        return {
          plan: right,
          source: crash.source,
          failure: { input: sample.input, expected: sample.answer, actual: '', error: crash.error },
        };
      continue;
    }
    const fault = plantFault(made.spec, random);
    const difference = fault && showDifference(made.spec, fault.spec, instances);
    if (!fault || !difference) continue;
    // Half the time the plan was wrong already, half the time the program left a right plan.
    return {
      plan: random.chance(0.5) ? oraclePlan(fault.spec) : right,
      source: writePython(fault.spec),
      failure: { ...difference, error: '' },
    };
  }
  return null;
}

/** The row that teaches one role one problem; null where the problem gives none (no fault shows on a sample). */
export function roleRow(role: Role, made: FamilyProblem, random: Random): RoleRow | null {
  const { spec, statement } = made;
  const plan = oraclePlan(spec);
  const retrieval = oracleRetrieval(spec);
  const source = writePython(spec);
  if (role === 'retriever')
    return row(role, made, retriever.tuned({ statement }), retriever.write([retrieval], { statement }));
  if (role === 'planner') {
    const input = { statement, retrieval };
    return row(role, made, planner.tuned(input), planner.write(plan, input));
  }
  if (role === 'coder') {
    const input = { statement, plan, language: LANGUAGE };
    return row(role, made, coder.tuned(input), coder.write(source, input));
  }
  const attempt = failingAttempt(made, random);
  if (!attempt) return null;
  const input = { statement, language: LANGUAGE, ...attempt };
  return row(role, made, debuggerRole.tuned(input), debuggerRole.write({ plan, source }, input));
}

const ASK_PROGRAM = [
  'Solve it in Python.',
  'Python code for this?',
  'A Python program, please.',
  'How is that written in Python?',
];
const ASK_OUTLINE = [
  'Outline it.',
  'What are the steps?',
  'How does one go about it?',
  'Steps only, please.',
];
const ASK_OTHER = ['Say it in other words.', 'Put it differently.', 'Another wording, please.'];

/**
 * One document of the base's reading: statements, outlines, programs, articles and diaries in the chat
 * template. None is in a role's form, but all of a role's words and markers occur in them.
 */
export function baseDocument(made: FamilyProblem, random: Random): string {
  const { spec } = made;
  const statement = writeStatement(spec, random);
  const plan = writePlan(oraclePlan(spec));
  const program = writeProgram(LANGUAGE, writePython(spec));
  const { similar, technique, tutorial } = oracleRetrieval(spec);
  const kinds: [number, () => string | null][] = [
    [34, () => document(`${statement}\n${random.pick(ASK_PROGRAM)}`, program)],
    [16, () => document(`${statement}\n${random.pick(ASK_OUTLINE)}`, plan)],
    [8, () => document(plan, program)],
    [10, () => document(`${statement}\n${random.pick(ASK_OTHER)}`, writeStatement(spec, random))],
    [4, () => document(`${program}\nWhat does this program do?`, writeStatement(spec, random))],
    [
      14,
      () =>
        document(
          'An article, please.',
          `Problem:\n${statement}\nTechnique: ${technique}\nTutorial: ${tutorial}\nPlan:\n${plan}\nProgram:\n${program}\nSimilar: ${similar}`,
        ),
    ],
    [4, () => document(`${statement}\nName its technique.`, technique)],
    [10, () => diary(made, random)],
  ];
  const [, write] = random.weighted(kinds, ([weight]) => weight);
  return write() ?? document(`${statement}\n${ASK_PROGRAM[0]}`, program);
}

/** A first try, what it printed, and the try that worked. */
function diary(made: FamilyProblem, random: Random): string | null {
  const attempt = failingAttempt(made, random);
  if (!attempt) return null;
  const { source, failure } = attempt;
  return document(
    `${made.statement}\nTell how it went.`,
    [
      'Program:',
      writeProgram(LANGUAGE, source),
      'Input:',
      failure.input.trim(),
      'Expected:',
      failure.expected,
      'Actual:',
      failure.error || failure.actual,
      'Mend:',
      writeProgram(LANGUAGE, writePython(made.spec)),
    ].join('\n'),
  );
}
