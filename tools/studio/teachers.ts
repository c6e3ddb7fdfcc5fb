import { availableParallelism } from 'node:os';
import type { Send } from '../../src/endpoint/client.ts';
import { endpointSend } from '../../src/endpoint/open.ts';
import type { Errs } from '../../src/studio/family/mistakes.ts';
import { engineTeacher } from '../../src/studio/teachers/engine-teacher.ts';
import { openaiTeacher } from '../../src/studio/teachers/openai-teacher.ts';
import { oracleTeacher } from '../../src/studio/teachers/oracle-teacher.ts';
import { type Teacher, TeacherError } from '../../src/studio/teachers/teacher.ts';
import { fingerprint } from '../bench/exams/variant.ts';
import { UsageError, whole } from '../command-line.ts';
import { openEnginePool } from '../engine-pool.ts';
import { amount, type Values } from './options.ts';

/** What the command line calls the teacher's, or the student's, endpoint's model and the variable that holds its key. */
const ENDPOINT = {
  teacher: { model: 'model', key: 'key', usual: 'OPENAI_API_KEY' },
  // The teacher's key is not for another's host.
  student: { model: 'student-model', key: 'student-key', usual: '' },
} as const;
/** Who is asked: `--teacher`, or `--student`. */
export type Asked = keyof typeof ENDPOINT;
/** Problems under way at once: so many fill an engine's batches of 16 while others wait for the judge. */
const AT_ONCE = 24;

/** Posts to an endpoint; its key, if it wants one, is in the environment. */
export const sender = (url: string, key: string | undefined): Send =>
  endpointSend({ url, key: key ?? '' }, fetch);

/** Engines side by side, and programs. */
export const threadsOf = (values: Values): number =>
  Math.max(1, whole('threads', values.threads, availableParallelism()));

const read = (name: string): [kind: string | undefined, where: string] => {
  const [, kind, where = ''] = name.match(/^(openai|engine):(.+)$/) ?? [];
  return [kind, where];
};

/** Who a teacher is, wherever it is asked and its weights lie: what two parts of a run must have in common. */
export function identityOf(name: string, values: Values, who: Asked = 'teacher'): string {
  const [kind, where] = read(name);
  if (kind === 'engine') return `engine:${fingerprint([where])}`;
  return kind === 'openai' ? `openai:${values[ENDPOINT[who].model] ?? ''}` : name;
}

function oracle(language: string, errs: Errs | undefined): Teacher {
  try {
    return oracleTeacher(language, errs);
  } catch (error) {
    throw error instanceof TeacherError ? new UsageError(error.message) : error;
  }
}

/**
 * The teacher that `--teacher` names, or the student as one; an oracle errs as often as `errs`. Throws `UsageError`.
 * `dispose` it when nothing more is asked.
 */
export async function teacherFor(
  name: string,
  values: Values,
  language: string,
  { errs, who = 'teacher' }: { errs?: Errs | undefined; who?: Asked } = {},
): Promise<{ teacher: Teacher; dispose(): Promise<void> }> {
  const dispose = async () => {};
  if (name === 'oracle') return { teacher: oracle(language, errs), dispose };
  const [kind, where] = read(name);
  if (kind === 'engine') {
    const engine = await openEnginePool(where, threadsOf(values));
    return { teacher: engineTeacher(engine, AT_ONCE), dispose: () => engine.dispose() };
  }
  if (kind !== 'openai' || !/^https?:\/\/\S+$/.test(where))
    throw new UsageError(
      `--${who} is ${who === 'teacher' ? 'oracle, ' : ''}openai:URL (http or https) or engine:FOLDER, not “${name}”.`,
    );
  const option = ENDPOINT[who];
  const model = values[option.model];
  if (!model) throw new UsageError(`--${option.model} names the endpoint’s model.`);
  const teacher = openaiTeacher({
    model,
    send: sender(where, process.env[values[option.key] ?? option.usual]),
    inFlight: Math.max(1, whole('in-flight', values['in-flight'], 8)),
    contextLength: whole('context', values.context, 32_768),
    prices: {
      prompt: amount('price-prompt', values['price-prompt']),
      completion: amount('price-completion', values['price-completion']),
    },
  });
  return { teacher, dispose };
}
