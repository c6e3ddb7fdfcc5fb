import { endpointSend, expectModel } from '../../endpoint/open.ts';
import type { TeacherChoice } from '../../studio/jobs/settings.ts';
import { engineTeacher } from '../../studio/teachers/engine-teacher.ts';
import { openaiTeacher } from '../../studio/teachers/openai-teacher.ts';
import { oracleTeacher } from '../../studio/teachers/oracle-teacher.ts';
import { FREE, type Teacher, TeacherError } from '../../studio/teachers/teacher.ts';
import type { AppState } from '../app-state.ts';
import { whenReady } from '../loading.ts';
import { endpointFetch } from '../models/open-endpoint.ts';

/** Problems under way at once: so many keep a model busy while others wait for the judge. */
const AT_ONCE = 4;

/** The model in use, as whoever plays the roles. Rejects with what keeps it from loading. */
export async function modelInUse(app: AppState): Promise<Teacher> {
  return engineTeacher(await whenReady(app.engine), AT_ONCE);
}

/** The teacher that was chosen. Rejects with `TeacherError`, or with what keeps the model or the endpoint from answering. */
export async function teacherOf(
  app: AppState,
  choice: TeacherChoice,
  language: string,
  signal: AbortSignal,
): Promise<Teacher> {
  if (choice.is === 'model') return modelInUse(app);
  // What it is asked is answered at once, so many problems would only wait for the judge.
  if (choice.is === 'oracle') return { ...oracleTeacher(language, choice.errs), atOnce: AT_ONCE };
  const endpoint = app.settings.value.endpoints.find(({ name }) => name === choice.name);
  if (!endpoint)
    throw new TeacherError(
      `There is no endpoint ${choice.name} any more; name one in Models and begin anew.`,
    );
  const { model, inFlight, contextLength } = endpoint;
  const fetch = endpointFetch(app.outside, model);
  // The person is asked for the host once, and who is not there is told before anything is begun.
  await expectModel(endpoint, model, fetch, signal);
  return openaiTeacher({
    ...{ model, inFlight, contextLength, prices: FREE },
    send: endpointSend(endpoint, fetch),
  });
}
