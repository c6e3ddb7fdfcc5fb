import type { Engine } from '../../llm/engine.ts';
import type { Teacher } from './teacher.ts';

/** A model that is loaded in the engine, as a teacher; one problem at a time, whose requests are one batch. */
export function engineTeacher(engine: Engine): Teacher {
  const spent = { requests: 0, promptTokens: 0, completionTokens: 0, cost: 0 };
  const counted: Pick<Engine, 'info' | 'countTokens' | 'submit'> = {
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
    atOnce: 1,
    spent: () => ({ ...spent }),
    engineFor: () => counted,
  };
}
