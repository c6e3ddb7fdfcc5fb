import type { Candidate } from '../../agents/events.ts';
import { type Plan, writePlan } from '../../agents/formats.ts';
import type { RoleText } from '../../agents/role.ts';
import { coder, debuggerRole, PROMPT_HASHES, planner, retriever } from '../../agents/roles/index.ts';
import type { Problem } from '../../judge/problem.ts';
import type { Verdict } from '../../judge/verdict.ts';
import type { Message, Role } from '../../llm/engine.ts';
import type { Trajectory, Tried } from './trajectory.ts';

/** A row of a role's file: a chat whose last message is what the role should learn to say. */
export interface DistilledRow {
  messages: Message[];
  role: Role;
  language: string;
  /** The problem's id. */
  problem: string;
  promptHash: string;
  teacher: string;
  /** The requests of the trajectory that this answer came from, the last one its own. */
  parents: string[];
  /** What the samples said of the program that it led to, and the hidden tests. */
  verdicts: { samples: Verdict[]; hidden: Verdict };
  /** Whether the prompt holds a supervisor's feedback. */
  feedback: boolean;
}

/** Two answers to one prompt, the second of which failed. */
export interface PreferencePair {
  prompt: Message[];
  chosen: Message[];
  rejected: Message[];
  role: Role;
  language: string;
  problem: string;
  promptHash: string;
  teacher: string;
}

export interface Distilled {
  rows: DistilledRow[];
  pairs: PreferencePair[];
}

const said = (content: string): Message[] => [{ role: 'assistant', content }];

/** A tuned prompt and the answer to it, as a role's form writes them. */
export function tunedChat<I, A>(text: RoleText<I, A>, input: I, answer: A): Message[] {
  return [...text.tuned(input), ...said(text.write(answer, input))];
}

/** Two answers of a role to one prompt, in the tuned form, the better one first. */
export function pairOf<I, A>(
  { id }: Problem,
  text: RoleText<I, A>,
  input: I,
  [better, worse]: [A, A],
  { language, teacher }: { language: string; teacher: string },
): PreferencePair {
  const { role } = text;
  return {
    ...{ prompt: text.tuned(input), chosen: said(text.write(better, input)) },
    rejected: said(text.write(worse, input)),
    ...{ role, language, problem: id, promptHash: PROMPT_HASHES[role], teacher },
  };
}

/**
 * What a trajectory whose chosen program passes every test teaches: each answer on the way to it, in the tuned prompts; the
 * coder's own program only where it needed no mending, the debugger's last mend only. Candidates of the same prompt that
 * fail a sample are the worse half of preference pairs.
 */
export function distilled(problem: Problem, trajectory: Trajectory, teacher: string): Distilled {
  const { statement } = problem;
  const last = trajectory.chosen!;
  const { candidate } = last;
  const { language } = candidate;
  const first = root(trajectory, candidate);
  const retrieval = trajectory.retrievalOf(candidate);
  const plan = trajectory.plannedFor(candidate);
  const way = ['retriever/0//', `planner/0/${candidate.plan}/`];
  const row = (role: Role, messages: Message[], parents: string[]): DistilledRow => ({
    ...{ messages, role, language, problem: problem.id, promptHash: PROMPT_HASHES[role], teacher, parents },
    verdicts: { samples: last.tests.map(({ verdict }) => verdict), hidden: trajectory.grade! },
    feedback: false,
  });
  const pair = <I, A>(text: RoleText<I, A>, input: I, better: A, worse: A) =>
    pairOf(problem, text, input, [better, worse], { language, teacher });

  // A plan that the debugger had to change teaches nothing, nor does the recall that it came from.
  const stood = candidate.parent === null || writePlan(trajectory.planOf(candidate)) === writePlan(plan);
  const rows = [
    ...(stood && retrieval.technique !== ''
      ? [row('retriever', tunedChat(retriever, { statement }, [retrieval]), way.slice(0, 1))]
      : []),
    ...(stood ? [row('planner', tunedChat(planner, { statement, retrieval }, plan), way)] : []),
  ];
  const pairs: PreferencePair[] = [];
  if (rows.some(({ role }) => role === 'planner')) {
    const input = { statement, retrieval };
    for (const worse of failedPlans(trajectory, candidate)) pairs.push(pair(planner, input, plan, worse));
  }
  if (candidate.parent === null) {
    const input = { statement, plan, language };
    rows.push(
      row('coder', tunedChat(coder, input, candidate.source), [...way, trajectory.request(candidate)]),
    );
    for (const { source } of failedSiblings(
      trajectory,
      last,
      (one) => one.parent === null && one.plan === candidate.plan,
    ))
      pairs.push(pair(coder, input, candidate.source, source));
  } else {
    const broken = trajectory.byId(candidate.parent);
    const input = {
      ...{ statement, language, plan: trajectory.planOf(broken.candidate), source: broken.candidate.source },
      failure: trajectory.failureOf(broken),
    };
    const mend = { plan: trajectory.planOf(candidate), source: candidate.source };
    const requests = [...way, trajectory.request(first), trajectory.request(candidate)];
    rows.push(row('debugger', tunedChat(debuggerRole, input, mend), [...new Set(requests)]));
    for (const one of failedSiblings(trajectory, last, ({ parent }) => parent === candidate.parent)) {
      const worse = { plan: trajectory.planOf(one), source: one.source };
      pairs.push(pair(debuggerRole, input, mend, worse));
    }
  }
  return { rows, pairs };
}

function root(trajectory: Trajectory, candidate: Candidate): Candidate {
  return candidate.parent === null
    ? candidate
    : root(trajectory, trajectory.byId(candidate.parent).candidate);
}

/** Plans for the same prompt none of whose programs, mended or not, passes the samples; each once. */
function failedPlans(trajectory: Trajectory, kept: Candidate): Plan[] {
  const asked = JSON.stringify(trajectory.retrievalOf(kept));
  const seen = new Set([writePlan(trajectory.plannedFor(kept))]);
  const firsts = trajectory.tried.filter(
    ({ candidate }) =>
      candidate.plan !== kept.plan && JSON.stringify(trajectory.retrievalOf(candidate)) === asked,
  );
  const hopeless = firsts.filter(
    ({ candidate: { plan } }) =>
      !trajectory.tried.some((one) => one.candidate.plan === plan && trajectory.passes(one)),
  );
  return hopeless
    .map(({ candidate }) => trajectory.plannedFor(candidate))
    .filter((plan) => !seen.has(writePlan(plan)) && seen.add(writePlan(plan)));
}

/** Other candidates of the same prompt that fail a sample, each program once. */
function failedSiblings(
  trajectory: Trajectory,
  kept: Tried,
  same: (candidate: Candidate) => boolean,
): Candidate[] {
  const seen = new Set([kept.candidate.source]);
  return trajectory.tried
    .filter((one) => one !== kept && same(one.candidate) && !trajectory.passes(one))
    .map(({ candidate }) => candidate)
    .filter(({ source }) => !seen.has(source) && seen.add(source));
}
