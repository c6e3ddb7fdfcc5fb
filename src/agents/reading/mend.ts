import { type Mend, NO_PLAN, type Reading } from '../formats.ts';
import { fieldOf, jsonAnswer } from './json-answer.ts';
import { readAnyPlan } from './plan.ts';
import { aroundProgram, readAnyProgram } from './program.ts';

/** A mended program with the plan beside it, if there is one: a mend without a plan keeps the old one. */
export function readAnyMend(text: string, language: string): Reading<Mend> {
  const program = readAnyProgram(text, language);
  if (!program.ok) return program;
  const inJson = fieldOf(jsonAnswer(text), ['plan', 'modified_plan', 'steps', 'planning']) !== undefined;
  const plan = readAnyPlan(inJson ? text : beforeCode(aroundProgram(text), program.value));
  return { ok: true, value: { plan: plan.ok ? plan.value : NO_PLAN, source: program.value } };
}

/** Unmarked code is no plan, whatever its lines begin with. */
function beforeCode(text: string, source: string): string {
  const at = text.indexOf(source.split('\n')[0]!);
  return at < 0 ? text : text.slice(0, at);
}
