import { until } from '../shared-job.ts';
import { SandboxError } from './cell.ts';
import type { SandboxLanguage, Translate, Translation, TranslatorAssets } from './language.ts';
import type { Program } from './program.ts';
import { createTranslationWorker, type TranslationWorker } from './translation-worker.ts';

/** Makes a program into what the language's worker runs. */
export interface Translator {
  /** Resolved when the language's next translation need not wait for anything to be loaded. */
  load(language: SandboxLanguage, signal: AbortSignal): Promise<void>;
  translate(language: SandboxLanguage, program: Program, signal: AbortSignal): Promise<Translation>;
  /** Writes the probes of a trace into a program that is translated, where the language has an `instrument`. */
  instrument(language: SandboxLanguage, program: Program, signal: AbortSignal): Promise<Translation>;
  dispose(): void;
}

/** Loads what a language's translator is made of. */
export type LoadTranslatorAssets = (
  language: SandboxLanguage,
  signal: AbortSignal,
) => Promise<TranslatorAssets>;

/** Nesting can make a translator try exponentially many readings; far more than any honest program takes. */
const TRANSLATE_MS = 10_000;

const NOTHING: TranslatorAssets = {};

/** Translates where it is called; for tools, whose programs are their own user's. */
export function translateHere(assetsOf: LoadTranslatorAssets = async () => NOTHING): Translator {
  const translators = new Map<string, Promise<Translate>>();
  const load = (language: SandboxLanguage, signal: AbortSignal): Promise<Translate> => {
    const ready =
      translators.get(language.id) ??
      assetsOf(language, signal).then((assets) => language.translator!(assets));
    translators.set(language.id, ready);
    ready.catch(() => translators.delete(language.id));
    return ready;
  };
  return {
    async load(language, signal) {
      await load(language, signal);
    },
    async translate(language, program, signal) {
      return (await load(language, signal))(program);
    },
    async instrument(language, { source }) {
      return (await language.instrument!())(source);
    },
    dispose() {},
  };
}

/**
 * Translates in workers of the page, one for each runtime, which take one program at a time. A worker is ended when a
 * source takes too long, and the next program gets a new one.
 */
export function translateIn(start: () => Worker, assetsOf: LoadTranslatorAssets): Translator {
  const lines = new Map<string, Line>();
  const lineOf = (language: SandboxLanguage): Line => {
    const family = language.runsAs ?? language.id;
    const line = lines.get(family) ?? new Line(start, assetsOf);
    lines.set(family, line);
    return line;
  };
  return {
    load: (language, signal) => lineOf(language).load(language, signal),
    translate: (language, program, signal) => lineOf(language).translate(language, program, signal),
    instrument: (language, program, signal) => lineOf(language).instrument(language, program, signal),
    dispose() {
      for (const line of lines.values()) line.dispose();
    },
  };
}

/** One runtime's worker and who waits for it. */
class Line {
  #worker: TranslationWorker | null = null;
  #last: Promise<unknown> = Promise.resolve();
  readonly #start: () => Worker;
  readonly #assetsOf: LoadTranslatorAssets;

  constructor(start: () => Worker, assetsOf: LoadTranslatorAssets) {
    this.#start = start;
    this.#assetsOf = assetsOf;
  }

  load(language: SandboxLanguage, signal: AbortSignal): Promise<void> {
    return this.#queue(signal, async () => void (await this.#ready(language, signal)));
  }

  translate(language: SandboxLanguage, program: Program, signal: AbortSignal): Promise<Translation> {
    return this.#queue(signal, async () => {
      const worker = await this.#ready(language, signal);
      return this.#inTime(worker.translate(program), language.translationMs ?? TRANSLATE_MS, signal);
    });
  }

  instrument(language: SandboxLanguage, program: Program, signal: AbortSignal): Promise<Translation> {
    return this.#queue(signal, async () => {
      this.#worker ??= createTranslationWorker(this.#start());
      return this.#inTime(
        this.#worker.instrument({ ...program, language: language.id }),
        TRANSLATE_MS,
        signal,
      );
    });
  }

  /** What comes of it; the worker is ended when it takes too long. */
  async #inTime(made: Promise<Translation>, ms: number, signal: AbortSignal): Promise<Translation> {
    const limit = AbortSignal.timeout(ms);
    try {
      return await until(made, AbortSignal.any([signal, limit]));
    } catch (error) {
      this.dispose();
      signal.throwIfAborted();
      if (!limit.aborted) throw error;
      return { ok: false, compileError: 'The program takes too long to compile.' };
    }
  }

  dispose(): void {
    this.#worker?.terminate();
    this.#worker = null;
  }

  /** The worker, with the language loaded. */
  async #ready(language: SandboxLanguage, signal: AbortSignal): Promise<TranslationWorker> {
    this.#worker ??= createTranslationWorker(this.#start());
    const worker = this.#worker;
    try {
      await until(
        worker.load(language.id, () => this.#assetsOf(language, signal)),
        signal,
      );
      return worker;
    } catch (error) {
      this.dispose();
      signal.throwIfAborted();
      if (error instanceof SandboxError) throw error;
      throw new SandboxError(
        `The compiler of ${language.label} could not be loaded (${(error as Error).message}); reload the page to try again.`,
      );
    }
  }

  /** Does the work when all that was asked before is done. */
  #queue<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(() => {
      signal.throwIfAborted();
      return work();
    });
    this.#last = mine.catch(() => {});
    return until(mine, signal);
  }
}
