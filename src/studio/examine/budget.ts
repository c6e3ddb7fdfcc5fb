import type { Engine, EngineEvent } from '../../llm/engine.ts';

/** What solving asks an engine. */
export type Asked = Pick<Engine, 'info' | 'countTokens' | 'submit'>;

/** An answer is not begun with less than this left: nothing could be said in it. */
const LEAST = 24;

/** Tokens of answers that may still be written for one problem, and what was written. */
export class Budget {
  spent = 0;
  /** Answers that came to their own end, and those of them whose form could not be read. */
  answers = 0;
  unreadable = 0;

  constructor(private readonly tokens: number) {}

  get left(): number {
    return Math.max(0, this.tokens - this.spent);
  }

  get over(): boolean {
    return this.left < LEAST;
  }

  /** The engine, with answers cut where the budget ends. */
  limit(engine: Asked): Asked {
    const budget = this;
    return {
      info: engine.info,
      countTokens: (prompt) => engine.countTokens(prompt),
      async *submit(requests, signal): AsyncGenerator<EngineEvent> {
        const cut = requests.map((request) => ({
          ...request,
          maxTokens: Math.min(request.maxTokens, Math.max(1, budget.left)),
        }));
        for await (const event of engine.submit(cut, signal)) {
          if (event.type === 'end') budget.spent += event.usage.completionTokens;
          yield event;
        }
      },
    };
  }
}
