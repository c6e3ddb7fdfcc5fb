import type { Neighbours } from '../judge/neighbours.ts';
import type { Engine } from '../llm/engine.ts';

const LOADING_MS = 10_000;

/** Whether a model works, which the judge must know: loading, decoding and proving all take cores. */
export class ModelWork implements Neighbours {
  #running = 0;
  #begun = 0;
  #engine: Promise<Engine> | null = null;

  /** Counts the loading, and all that is asked of the engine that this gives. */
  async watchOver(loading: Promise<Engine>): Promise<Engine> {
    const done = this.#begin();
    this.#engine = loading;
    try {
      return this.#counted(await loading);
    } finally {
      done();
    }
  }

  watch(): () => boolean {
    const begun = this.#begun;
    const running = this.#running > 0;
    return () => running || this.#begun > begun;
  }

  /** Work that breaks down is none any more; loading cannot be held, and is waited for only so long. */
  async hold(): Promise<() => void> {
    try {
      const engine = await Promise.race([this.#engine, rest(LOADING_MS)]);
      await engine?.hold();
      return () => void engine?.resume().catch(() => {});
    } catch {
      return () => {};
    }
  }

  #begin(): () => void {
    this.#running++;
    this.#begun++;
    return () => {
      this.#running--;
    };
  }

  #counted(engine: Engine): Engine {
    const begin = (): (() => void) => this.#begin();
    return {
      info: engine.info,
      countTokens: (prompt) => engine.countTokens(prompt),
      async *submit(requests, signal) {
        const done = begin();
        try {
          yield* engine.submit(requests, signal);
        } finally {
          done();
        }
      },
      async verifyRole(role) {
        const done = begin();
        try {
          return await engine.verifyRole(role);
        } finally {
          done();
        }
      },
      hold: () => engine.hold(),
      resume: () => engine.resume(),
      dispose: () => engine.dispose(),
    };
  }
}

function rest(ms: number): Promise<null> {
  return new Promise((resolve) => setTimeout(resolve, ms, null));
}
