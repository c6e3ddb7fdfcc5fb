import type { Neighbours } from '../judge/neighbours.ts';
import type { LoadedEngine } from '../llm/build-pack.ts';

const LOADING_MS = 10_000;

/** Whether a model works, which the judge must know: loading, decoding and proving all take cores. */
export class ModelWork implements Neighbours {
  #running = 0;
  #begun = 0;
  #engine: Promise<LoadedEngine> | null = null;

  /** Counts the loading, and all that is asked of the engine that this gives; it takes the place of the one before. */
  async watchOver(loading: Promise<LoadedEngine>): Promise<LoadedEngine> {
    const done = this.#begin();
    this.#engine = loading;
    try {
      return this.#counted(await loading);
    } finally {
      done();
    }
  }

  /** Whether it works now: loads, decodes, proves, or makes a pack. */
  get busy(): boolean {
    return this.#running > 0;
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

  #counted(engine: LoadedEngine): LoadedEngine {
    const begin = (): (() => void) => this.#begin();
    const counting = async <T>(work: () => Promise<T>): Promise<T> => {
      const done = begin();
      try {
        return await work();
      } finally {
        done();
      }
    };
    return {
      get info() {
        return engine.info;
      },
      countTokens: (prompt) => engine.countTokens(prompt),
      async *submit(requests, signal) {
        const done = begin();
        try {
          yield* engine.submit(requests, signal);
        } finally {
          done();
        }
      },
      verifyRole: (role) => counting(() => engine.verifyRole(role)),
      buildPack: (request, onProgress, signal) =>
        counting(() => engine.buildPack(request, onProgress, signal)),
      setPack: (role, pack) => counting(() => engine.setPack(role, pack)),
      hold: () => engine.hold(),
      resume: () => engine.resume(),
      dispose: () => engine.dispose(),
    };
  }
}

function rest(ms: number): Promise<null> {
  return new Promise((resolve) => setTimeout(resolve, ms, null));
}
