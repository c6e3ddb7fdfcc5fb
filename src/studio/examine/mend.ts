import { ask, resultOf } from '../../agents/ask.ts';
import { DEFAULT_OPTIONS } from '../../agents/options.ts';
import type { DebuggerInput } from '../../agents/roles/debugger.ts';
import { passesAll } from '../../judge/grade.ts';
import type { Judge } from '../../judge/judge.ts';
import { failingAttempt, LANGUAGE } from '../documents.ts';
import { oraclePlan } from '../family/oracle.ts';
import { type FamilyProblem, familyProblem } from '../family/problem.ts';
import { writePython } from '../family/python.ts';
import { Random } from '../family/random.ts';
import { toProblem } from '../family/to-problem.ts';
import type { Asked } from './budget.ts';
import type { RoleTexts } from './shots.ts';

/** How a broken program is put before the debugger, to see what it mends by. */
export const CONTROLS = ['as trained', 'without the statement', 'a small mend', 'in other names'] as const;
export type Control = (typeof CONTROLS)[number];

/** What became of one broken program. */
export interface Mended {
  /** Whether the mended program passes every test. */
  solved: boolean;
  /** Whether only the lines that had to change were changed; null where it is not one line that is wrong. */
  kept: boolean | null;
  unreadable: boolean;
  tokens: number;
}

export interface Broken {
  made: FamilyProblem;
  input: DebuggerInput;
  /** The lines of the broken program that a mend may leave as they are; null where not one line alone is wrong. */
  sound: string[] | null;
}

/** The family's names of values, and others that nobody taught. */
const RENAMED: Record<string, string> = { a: 'xs', b: 'ys', s: 'text', w: 'parts' };
const renamed = (source: string) =>
  source.replace(/("[^"]*"|'[^']*')|\b([absw])\b/g, (whole, quoted, name: string) =>
    quoted ? whole : RENAMED[name]!,
  );

const linesOf = (source: string) => source.trimEnd().split('\n');

/** The other lines of a program that differs from the right one in a single line; null where it is more. */
function soundLines(source: string, right: string): string[] | null {
  const [wrong, wanted] = [linesOf(source), linesOf(right)];
  if (wrong.length !== wanted.length) return null;
  const same = wrong.filter((line, i) => line === wanted[i]);
  return same.length === wrong.length - 1 ? same : null;
}

/** The `index`-th broken program of a control; null where the draw gives none. */
export function broken(control: Control, seed: number, index: number): Broken | null {
  const made = familyProblem(seed, index, 'test');
  const attempt = failingAttempt(made, new Random(`${seed}/${index}`));
  if (!attempt) return null;
  const { statement } = made;
  const right = writePython(made.spec);
  const sound = soundLines(attempt.source, right);
  const input: DebuggerInput = { statement, language: LANGUAGE, ...attempt };
  if (control === 'as trained') return { made, input, sound };
  if (control === 'without the statement') return { made, input: { ...input, statement: '' }, sound };
  if (!sound) return null;
  const small = { ...input, plan: oraclePlan(made.spec) };
  if (control === 'a small mend') return { made, input: small, sound };
  return { made, input: { ...small, source: renamed(input.source) }, sound: sound.map(renamed) };
}

/** Asks the debugger once for a mend, and runs it on every test. */
export async function mend(
  { made, input, sound }: Broken,
  text: RoleTexts['debugger'],
  context: { engine: Asked; judge: Judge; seed: number; signal: AbortSignal },
): Promise<Mended> {
  const { engine, judge, seed, signal } = context;
  const place = { role: 'debugger', round: 1, plan: 0, candidate: null } as const;
  const options = { ...DEFAULT_OPTIONS, seed };
  let tokens = 0;
  const asked = ask(engine, text, [{ place, input, temperature: 0 }], options, signal);
  const [answer = null] = await resultOf(asked, (told) => {
    if ('body' in told && told.body.type === 'answered') tokens += told.body.usage.completionTokens;
  });
  if (!answer) return { solved: false, kept: sound && false, unreadable: true, tokens };
  const problem = await toProblem(made, 'planted fault');
  const submission = { language: LANGUAGE, source: answer.source };
  const solved = await passesAll(problem, judge, submission, signal);
  const lines = linesOf(answer.source);
  const kept = sound && lines.length === sound.length + 1 && sound.every((line) => lines.includes(line));
  return { solved, kept, unreadable: false, tokens };
}
