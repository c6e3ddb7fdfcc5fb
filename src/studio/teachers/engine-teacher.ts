import type { Teacher, TeacherEngine } from './teacher.ts';

/**
 * A model that is loaded in the engine, as a teacher. With `atOnce` problems side by side their requests fill the engine's
 * batches; the answers are the same as one by one.
 */
export function engineTeacher(engine: TeacherEngine, atOnce = 1): Teacher {
  const spent = { requests: 0, promptTokens: 0, completionTokens: 0, cost: 0 };
  const counted: TeacherEngine = {
    info: engine.info,
    countTokens: (prompt) => engine.countTokens(prompt),
    async *submit(requests, signal) {
      spent.requests += requests.length;
      for await (const event of engine.submit(requests, signal)) {
        if (event.type === 'end') {
          spent.promptTokens += event.usage.promptTokens;
          spent.completionTokens += event.usage.completionTokens;
        }
        yield event;
      }
    },
  };
  return {
    name: `engine:${engine.info.model}`,
    atOnce,
    spent: () => ({ ...spent }),
    engineFor: () => counted,
  };
}
