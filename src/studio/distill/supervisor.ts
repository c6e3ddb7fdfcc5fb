import type { Reading } from '../../agents/formats.ts';
import { writePlan, writeProgram } from '../../agents/formats.ts';
import { hashText } from '../../agents/hash.ts';
import { instruct, part, problemParts } from '../../agents/instruct.ts';
import { answerText } from '../../agents/reading/answer-text.ts';
import { sections } from '../../agents/reading/sections.ts';
import { taskOf } from '../../agents/task.ts';
import { openProblem } from '../../judge/problem.ts';
import { type Message, ROLES } from '../../llm/engine.ts';
import type { Blame, StudioProblem, Teacher } from '../teachers/teacher.ts';
import type { Trajectory, Tried } from './trajectory.ts';

const ASKED = `Read what each role did: the retriever recalled a technique, the planner planned, the coder wrote the program, and the debugger, if there was one, mended it. Which one of them is chiefly at fault for the failure? Tell it in at most two sentences what to do better, without writing its answer for it. Use this form:

Role: retriever, planner, coder or debugger
Feedback: what to do better`;

/** What the supervisor reads: the whole way to the closest program. */
export function supervisorPrompt(
  { problem }: StudioProblem,
  trajectory: Trajectory,
  tried: Tried,
): Message[] {
  const { candidate } = tried;
  const { technique, tutorial } = trajectory.retrievalOf(candidate);
  const mended = candidate.parent === null ? null : trajectory.byId(candidate.parent).candidate;
  const failing = tried.tests.some(({ verdict }) => verdict !== 'AC');
  const { input, expected, actual, error } = failing
    ? trajectory.failureOf(tried)
    : { input: '', expected: '', actual: '', error: '' };
  return instruct(
    ...problemParts(taskOf(openProblem(problem))),
    part('The retriever', `Technique: ${technique}\nTutorial: ${tutorial}`),
    part('The planner', writePlan(trajectory.plannedFor(candidate))),
    part('The coder', writeProgram(candidate.language, (mended ?? candidate).source)),
    part('The debugger', mended ? writeProgram(candidate.language, candidate.source) : ''),
    failing
      ? part('A test that fails', `Input:\n${input}\nExpected:\n${expected}\nActual:\n${error || actual}`)
      : part('What happened', `Every sample passes, but a hidden test does not: ${trajectory.grade}.`),
    ASKED,
  );
}

/** Reads a supervisor's answer in any of the forms that models write. */
export function readBlame(text: string): Reading<Blame> {
  const parts = sections(answerText(text), {
    role: ['role', 'role at fault', 'agent', 'agent at fault', 'at fault'],
    feedback: ['feedback', 'advice', 'suggestion'],
  });
  const role = ROLES.find((name) =>
    parts
      .find((one) => one.name === 'role')
      ?.text.toLowerCase()
      .includes(name),
  );
  const feedback = parts.find(({ name }) => name === 'feedback')?.text.replace(/\s*\n\s*/g, ' ');
  if (!role) return { ok: false, failure: 'The supervisor names no role.' };
  return feedback
    ? { ok: true, value: { role, feedback } }
    : { ok: false, failure: 'The supervisor gives no feedback.' };
}

/** Asks who is at fault. A teacher that cannot be understood blames nobody: null, with the reason. */
export async function blame(
  item: StudioProblem,
  teacher: Teacher,
  trajectory: Trajectory,
  tried: Tried,
  signal: AbortSignal,
): Promise<Reading<Blame>> {
  if (teacher.blame) {
    const { candidate } = tried;
    const attempt = {
      plan: trajectory.planOf(candidate),
      retrieval: trajectory.retrievalOf(candidate),
      mended: candidate.parent !== null,
    };
    return { ok: true, value: teacher.blame(item, attempt) };
  }
  const request = {
    ...{ id: `supervisor/${item.problem.id}/${tried.candidate.id}`, role: null, maxTokens: 256, stop: [] },
    prompt: { messages: supervisorPrompt(item, trajectory, tried) },
    ...{ seed: hashText(tried.candidate.source), temperature: 0, topP: 1, topK: 0, repetitionPenalty: 1 },
  };
  let text = '';
  for await (const event of teacher.engineFor(item).submit([request], signal)) {
    if (event.type === 'token') text += event.text;
    else if (event.type === 'error') return { ok: false, failure: event.message };
  }
  return readBlame(text);
}
