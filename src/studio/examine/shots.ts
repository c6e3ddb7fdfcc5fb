import type { RoleText } from '../../agents/role.ts';
import { coder, debuggerRole, planner, retriever } from '../../agents/roles/index.ts';
import type { Message } from '../../llm/engine.ts';
import { tunedChat } from '../distill/rows.ts';
import { failingAttempt, LANGUAGE } from '../documents.ts';
import { oraclePlan, oracleRetrieval } from '../family/oracle.ts';
import { type FamilyProblem, familyProblem } from '../family/problem.ts';
import { writePython } from '../family/python.ts';
import { Random } from '../family/random.ts';
import type { Asked } from './budget.ts';

/** The texts of the four roles, however they are asked. */
export interface RoleTexts {
  retriever: typeof retriever;
  planner: typeof planner;
  coder: typeof coder;
  debugger: typeof debuggerRole;
}

export const TUNED: RoleTexts = { retriever, planner, coder, debugger: debuggerRole };

const SEED = 20_270_000;
/** Examples at most, as many as leave room for the question and its answer. */
const MOST = 4;
/** Tokens that a role's question and answer take at most, nearly always. */
const ROOM: Record<keyof RoleTexts, number> = { retriever: 260, planner: 300, coder: 330, debugger: 560 };

/** The right answers to trained problems in each role's form: what the base is shown, as it learned no role. */
function examples(made: FamilyProblem, index: number): Record<keyof RoleTexts, Message[]> | null {
  const { spec, statement } = made;
  const attempt = failingAttempt(made, new Random(`${SEED}/${index}`));
  if (!attempt) return null;
  const retrieval = oracleRetrieval(spec);
  const plan = oraclePlan(spec);
  const source = writePython(spec);
  const asked = { statement, language: LANGUAGE };
  return {
    retriever: tunedChat(retriever, { statement }, [retrieval]),
    planner: tunedChat(planner, { statement, retrieval }, plan),
    coder: tunedChat(coder, { ...asked, plan }, source),
    debugger: tunedChat(debuggerRole, { ...asked, ...attempt }, { plan, source }),
  };
}

const withShots = <I, A>(text: RoleText<I, A>, shots: Message[]): RoleText<I, A> => ({
  ...text,
  bare: true,
  tuned: (input) => [...shots, ...text.tuned(input)],
});

/** The roles' texts with examples before each question, as many as the context has room for; `count` says how many. */
export async function fewShot(
  engine: Asked,
): Promise<{ texts: RoleTexts; count: Record<keyof RoleTexts, number> }> {
  const shots: Record<keyof RoleTexts, Message[]> = { retriever: [], planner: [], coder: [], debugger: [] };
  const count = { retriever: 0, planner: 0, coder: 0, debugger: 0 };
  for (let index = 0; index < 3 * MOST; index++) {
    const shown = examples(familyProblem(SEED, index, 'train', 1), index);
    if (!shown) continue;
    for (const role of Object.keys(shots) as (keyof RoleTexts)[]) {
      const more = [...shots[role], ...shown[role]];
      const tokens = await engine.countTokens({ messages: more });
      if (count[role] >= MOST || tokens > engine.info.contextLength - ROOM[role]) continue;
      shots[role] = more;
      count[role]++;
    }
  }
  return {
    texts: {
      retriever: withShots(retriever, shots.retriever),
      planner: withShots(planner, shots.planner),
      coder: withShots(coder, shots.coder),
      debugger: withShots(debuggerRole, shots.debugger),
    },
    count,
  };
}
