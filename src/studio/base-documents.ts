import { writeProgram, writeSteps } from '../agents/formats.ts';
import { languageName } from '../agents/languages.ts';
import { feedbackOn } from './documents.ts';
import { plantCrash, plantFault, showDifference } from './family/faults.ts';
import { writeJavaScript } from './family/javascript.ts';
import { writeLua } from './family/lua.ts';
import { oraclePlan, TUTORIALS } from './family/oracle.ts';
import type { FamilyProblem } from './family/problem.ts';
import { writePython } from './family/python.ts';
import type { Random } from './family/random.ts';
import type { Spec } from './family/spec.ts';
import { writeStatement } from './family/statement.ts';
import { drawList } from './lists.ts';

/** What the base reads: ordinary documents, none of which is a role's task, in the chat template that the roles use. */

const WRITERS = { python: writePython, javascript: writeJavaScript, lua: writeLua };
type Language = keyof typeof WRITERS;
const LANGUAGES = Object.keys(WRITERS) as Language[];

const ASK_PROGRAM = [
  'Solve it in {language}.',
  '{language} code for this?',
  'A {language} program, please.',
  'How is that written in {language}?',
  'Give me that in {language}.',
];
const ASK_OUTLINE = [
  'Outline it.',
  'What are the steps?',
  'How does one go about it?',
  'Steps only, please.',
  'In which steps?',
];
const ASK_OTHER = [
  'Say it in other words.',
  'Put it differently.',
  'Another wording, please.',
  'Say that again in your own words.',
];
const ASK_ANY = ['Make up a small problem.', 'A task for beginners, please.', 'Think of a problem.'];
const ASK_ANY_PROGRAM = [
  'Show me some {language}.',
  'Any small {language} program?',
  'Write something in {language}.',
];
const ASK_MEANING = ['What does this program do?', 'Explain this program.', 'What is this for?'];
const ASK_SAME = ['The same in {language}?', 'Now in {language}.', 'Rewrite it in {language}, please.'];
const ASK_RUN = ['What does it print?', 'Run it by hand.', 'What comes out?'];
const ASK_SHORT = ['Each in short, please.', 'Shorter, one by one.', 'All of these as short steps?'];
const ASK_LINES = [
  'Each in {language}, please.',
  'All of these in {language}?',
  'How is each one written in {language}?',
];
const ASK_TERM = ['What is meant by {term}?', 'Explain {term}.', 'A word on {term}, please.'];
const ASK_REFUSED = ['What does Python say to this?', 'Why does it stop?', 'Which error is that?'];

/** The parts of a programmer's notebook, in the words that the roles' prompts are made of. */
const NOTEBOOK = [
  'Problem: what is asked.',
  'Similar: what it is like.',
  'Technique: what it needs.',
  'Tutorial: how that is done.',
  'Plan: the steps.',
  'Program in Python: the code.',
  'Input: what goes in.',
  'Expected: what should come out.',
  'Actual: what came out.',
  'Trace: what became of the values line by line, a text in "quotes".',
  'Feedback: what others said.',
  'Mend in Python: what was changed.',
];

/** A document in the chat template, as the base reads it. */
const document = (user: string, assistant: string): string =>
  `<|im_start|>user\n${user}<|im_end|>\n<|im_start|>assistant\n${assistant}<|im_end|>\n`;

function question(asks: readonly string[], random: Random, language?: string): string {
  return random.pick(asks).replaceAll('{language}', languageName(language ?? ''));
}

const program = (language: Language, spec: Spec) => writeProgram(language, WRITERS[language](spec));
const some = (random: Random): Language => random.weighted(LANGUAGES, (x) => (x === 'python' ? 3 : 1));

/** What a right or a wrong program printed on a sample, beside what was wanted; there is no word of how to mend it. */
function report(made: FamilyProblem, random: Random): string {
  const fault = random.chance(0.5) ? plantFault(made.spec, random) : null;
  const difference =
    fault &&
    showDifference(
      made.spec,
      fault.spec,
      made.samples.map(({ instance }) => instance),
    );
  const { input, answer } = random.pick(made.samples);
  const shown = difference ?? { input, expected: answer, actual: answer };
  return document(
    random.pick(['A test report, please.', 'How did the test go?', 'Show the log of one test.']),
    `Input:\n${shown.input.trim()}\nExpected:\n${shown.expected}\nActual:\n${shown.actual}`,
  );
}

function refusal(made: FamilyProblem, random: Random): string | null {
  const crash = plantCrash(made.spec, random);
  return (
    crash &&
    document(`${writeProgram('python', crash.source)}\n${question(ASK_REFUSED, random)}`, crash.error)
  );
}

/** What some terms mean, a sentence each. */
function glossary(random: Random): string {
  const all = Object.keys(TUTORIALS);
  const drawn = all.filter(() => random.chance(0.09));
  const terms = drawn.length > 0 ? drawn : [random.pick(all)];
  return document(
    random.pick(ASK_TERM).replace('{term}', terms.join(', ')),
    terms.map((term) => TUTORIALS[term]!).join(' '),
  );
}

/** What a teacher says of somebody's work in passing. */
function remark(made: FamilyProblem, random: Random): string {
  const { steps } = oraclePlan(made.spec);
  const at = random.int(0, steps.length - 1);
  return document(
    random.pick(['What did the teacher say?', 'Any remark?', 'The remark in one line, please.']),
    random.pick(feedbackOn(steps[at]!, at)),
  );
}

function notebook(random: Random): string {
  const parts = NOTEBOOK.filter(() => random.chance(0.6));
  return document(
    random.pick([
      'What goes into a notebook?',
      'The parts of a notebook, please.',
      'Which notes are worth taking?',
    ]),
    (parts.length > 0 ? parts : NOTEBOOK).join('\n'),
  );
}

/** A list that is said otherwise, thing by thing. */
function list(random: Random): string {
  const { said, plan, python } = drawList(random);
  const steps = writeSteps(plan);
  const sentences = random.chance(0.5) ? said.join(' ') : writeSteps({ steps: said });
  const [from, asks, to] = random.pick([
    [sentences, ASK_SHORT, steps],
    [sentences, ASK_LINES, writeProgram('python', python)],
  ] as const);
  return document(`${from}\n${question(asks, random, 'python')}`, to);
}

/**
 * One document of the base's reading: statements with programs or outlines, programs in three languages, paraphrases,
 * runs, terms, lists of unrelated steps. No retrieval, no plan from a technique, no program from a plan, no mending.
 */
export function baseDocument(made: FamilyProblem, random: Random): string {
  const { spec } = made;
  const statement = () => writeStatement(spec, random);
  const language = some(random);
  const other = random.pick(LANGUAGES.filter((x) => x !== language));
  /** A text and what is asked about it, with or without an empty line between. */
  const about = (text: string, asks: readonly string[], wanted?: Language) =>
    `${text}${random.chance(0.3) ? '\n\n' : '\n'}${question(asks, random, wanted)}`;
  const { input, answer } = made.samples[0]!;
  const ran = (): string | null =>
    answer === ''
      ? null
      : document(about(`${program(language, spec)}\nInput:\n${input.trim()}`, ASK_RUN), answer);
  const kinds: [number, () => string | null][] = [
    [28, () => document(about(statement(), ASK_PROGRAM, language), program(language, spec))],
    [32, () => document(about(statement(), ASK_OUTLINE), writeSteps(oraclePlan(spec)))],
    [14, () => document(about(statement(), ASK_OTHER), statement())],
    [8, () => document(about(program(language, spec), ASK_SAME, other), program(other, spec))],
    [6, () => document(about(program(language, spec), ASK_MEANING), statement())],
    [3, () => document(question(ASK_ANY, random), statement())],
    [3, () => document(question(ASK_ANY_PROGRAM, random, language), program(language, spec))],
    [4, ran],
    [6, () => report(made, random)],
    [5, () => glossary(random)],
    [3, () => refusal(made, random)],
    [2, () => remark(made, random)],
    [2, () => notebook(random)],
    [16, () => list(random)],
  ];
  const [, write] = random.weighted(kinds, ([weight]) => weight);
  return write() ?? notebook(random);
}
