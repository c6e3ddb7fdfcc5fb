import { answersTo, type Question } from '../../agents/ask.ts';
import type { Droppable } from '../../agents/context-window.ts';
import type { Mend, Plan, Retrieval } from '../../agents/formats.ts';
import { hashText } from '../../agents/hash.ts';
import type { RoleText } from '../../agents/role.ts';
import type { Failure } from '../../agents/roles/debugger.ts';
import { coder, debuggerRole, PROMPT_HASHES, planner, retriever } from '../../agents/roles/index.ts';
import { type Task, taskOf } from '../../agents/task.ts';
import { passesAll } from '../../judge/grade.ts';
import { openProblem } from '../../judge/problem.ts';
import type { Message, Role } from '../../llm/engine.ts';
import { metered, NOTHING_SPENT } from '../teachers/meter.ts';
import type { StudioProblem, Teacher } from '../teachers/teacher.ts';
import { type Cause, causeOf, play, type StudioContext, type Worked } from './distill.ts';
import { inOrder, type Places } from './in-order.ts';
import { type DistilledRow, tunedChat } from './rows.ts';
import { blame } from './supervisor.ts';
import type { Trajectory, Tried } from './trajectory.ts';

/** What came of one problem: solved alone, repaired with feedback (the repaired role's rows), or neither. */
export type Supervised = Worked &
  (
    | { kept: true; rows: DistilledRow[]; pairs: []; rounds: number; role: Role }
    | {
        kept: false;
        cause: Cause | 'solved without help' | 'the supervisor could not be read' | 'not repaired';
        detail: string;
      }
  );

/** One repaired row in so many is kept with the feedback too, so that the field is known. */
const WITH_FEEDBACK = 10;

/** The state of a solve that one role's new answer changes, and all that follows from it. */
interface State {
  retrieval: Retrieval;
  plan: Plan;
  source: string;
  failure: Failure | null;
}

/** The chat of the repaired role's answer, with the feedback in the prompt or without. */
type Chat = (feedback: string | undefined) => Message[];

/**
 * Supervisor-guided correction (MapCoder-Lite): the student solves; where it fails, the supervisor names the role at fault
 * and that role alone is told why and asked again, the roles after it as ever; at most `rounds` times. A repaired way
 * that passes every test is kept with the feedback taken out of the prompt.
 */
export function supervise(
  problems: AsyncIterable<StudioProblem>,
  student: Teacher,
  supervisor: Teacher,
  context: StudioContext,
  { rounds, from = 0, step = 1 }: Places & { rounds: number },
): AsyncGenerator<Supervised> {
  return inOrder(
    problems,
    Math.min(student.atOnce, supervisor.atOnce),
    async (item, i): Promise<Supervised> => {
      const index = from + step * i;
      const { problem } = item;
      const key = { index, problem: problem.id, seed: context.options.seed + index };
      if (problem.interactor)
        return {
          ...{ ...key, formatFailures: 0, spent: NOTHING_SPENT, kept: false, detail: '' },
          cause: 'the problem is interactive',
        };
      const asked = metered(supervisor);
      const trajectory = await play(item, student, context, index);
      const { formatFailures } = trajectory;
      const common = () => ({ ...key, formatFailures, spent: asked.spent() });
      const drop = (cause: Extract<Supervised, { kept: false }>['cause'], detail: string): Supervised => ({
        ...common(),
        ...{ kept: false, cause, detail },
      });
      if (trajectory.grade === 'AC') return drop('solved without help', '');
      const tried = trajectory.chosen ?? trajectory.closest();
      if (!tried) return drop(causeOf(trajectory), trajectory.ending);

      const told: string[] = [];
      for (let round = 1; round <= rounds; round++) {
        const reading = await blame(item, asked.teacher, trajectory, tried, context.signal);
        if (!reading.ok) return drop('the supervisor could not be read', reading.failure);
        const { role, feedback } = reading.value;
        told.push(`${role}: ${feedback}`);
        const options = { ...context.options, seed: context.options.seed + index + 7919 * round };
        // The same words to the same role would be answered the same: later rounds are asked warmer.
        const temperature = round === 1 ? 0 : options.temperature;
        const how = { role, feedback, temperature };
        const repaired = await repair(item, student, stateOf(trajectory, tried), how, {
          ...context,
          options,
        });
        if (!repaired) continue;
        const keepFeedback = hashText(`${problem.id}/${role}/${round}`) % WITH_FEEDBACK === 0;
        const row = (given: string | undefined): DistilledRow => ({
          ...{ messages: repaired.chat(given), role, language: options.language, problem: problem.id },
          ...{ promptHash: PROMPT_HASHES[role], teacher: supervisor.name },
          parents: [trajectory.request(tried.candidate), `${role}/feedback/${round}`],
          verdicts: { samples: tried.tests.map(() => 'AC'), hidden: 'AC' },
          feedback: given !== undefined,
        });
        const rows = [row(undefined), ...(keepFeedback ? [row(feedback)] : [])];
        return { ...common(), kept: true, rows, pairs: [], rounds: round, role };
      }
      return drop('not repaired', told.join(' | '));
    },
  );
}

const stateOf = (trajectory: Trajectory, tried: Tried): State => ({
  retrieval: trajectory.retrievalOf(tried.candidate),
  plan: trajectory.planOf(tried.candidate),
  source: tried.candidate.source,
  failure: tried.tests.some(({ verdict }) => verdict !== 'AC') ? trajectory.failureOf(tried) : null,
});

/** Asks `role` again with the feedback and the roles after it without; the chat if the new program passes every test. */
async function repair(
  item: StudioProblem,
  student: Teacher,
  state: State,
  { role, feedback, temperature }: { role: Role; feedback: string; temperature: number },
  { judge, options, signal }: StudioContext,
): Promise<{ chat: Chat } | null> {
  const { problem } = item;
  const { language } = options;
  const task: Task = taskOf(openProblem(problem));
  const engine = student.engineFor(item);
  let chat: Chat | null = null;

  /** One question; a role that is asked with the feedback is the one whose chat is kept. */
  async function put<I extends Droppable, A>(text: RoleText<I, A>, input: I): Promise<A | null> {
    const asked = text.role === role ? { ...input, feedback } : input;
    const place = {
      role: text.role,
      round: 0,
      plan: 0,
      candidate: text.role === 'coder' || text.role === 'debugger' ? 0 : null,
    };
    const question: Question<I> = { place, input: asked, temperature: text.role === role ? temperature : 0 };
    const [answer = null] = await answersTo(engine, text, [question], options, signal);
    if (text.role === role && answer !== null)
      chat = (given) => tunedChat(text, given === undefined ? input : { ...input, feedback: given }, answer);
    return answer;
  }

  let { retrieval, plan, source }: { retrieval: Retrieval; plan: Plan; source: string | null } = state;
  if (role === 'retriever') retrieval = (await put(retriever, { ...task, count: 1 }))?.[0] ?? retrieval;
  if (role === 'retriever' || role === 'planner') {
    const planned = await put(planner, { ...task, retrieval, language });
    if (!planned) return null;
    plan = planned;
  }
  if (role === 'debugger') {
    if (!state.failure) return null;
    const input = { ...task, plan, source: state.source, language, failure: state.failure };
    const mend: Mend | null = await put(debuggerRole, input);
    source = mend?.source ?? null;
  } else source = await put(coder, { ...task, plan, language });
  if (source === null || chat === null) return null;

  const submission = { language, source };
  return (await passesAll(problem, judge, submission, signal)) ? { chat } : null;
}
