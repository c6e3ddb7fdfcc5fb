import { SandboxError } from './cell.ts';
import type { SandboxLanguage, Translation } from './language.ts';

/** Makes a source into that of the language that runs it. */
export interface Translator {
  translate(language: SandboxLanguage, source: string, signal: AbortSignal): Promise<Translation>;
  dispose(): void;
}

/** What the page's worker is asked; it answers with a `Translation`. */
export interface TranslationRequest {
  language: string;
  source: string;
}

/** Nesting can make a translator try exponentially many readings; far more than any honest program takes. */
const TRANSLATE_MS = 10_000;

/** Translates where it is called; for tools, whose programs are their own user's. */
export const translateHere: Translator = {
  async translate(language, source) {
    const translate = await language.translator!();
    return translate(source);
  },
  dispose() {},
};

/** Translates in a worker of the page, which `start` starts, and which is ended when a source takes too long. */
export function translateIn(start: () => Worker): Translator {
  const idle: Worker[] = [];
  return {
    translate(language, source, signal) {
      signal.throwIfAborted();
      const worker = idle.pop() ?? start();
      return new Promise<Translation>((resolve, reject) => {
        const finish = (settle: () => void, healthy: boolean): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', abort);
          if (healthy) idle.push(worker);
          else worker.terminate();
          settle();
        };
        const abort = (): void => finish(() => reject(signal.reason), false);
        const late: Translation = { ok: false, compileError: 'The program takes too long to compile.' };
        const timer = setTimeout(() => finish(() => resolve(late), false), TRANSLATE_MS);
        signal.addEventListener('abort', abort, { once: true });
        worker.onmessage = ({ data }: MessageEvent<Translation>) => finish(() => resolve(data), true);
        worker.onerror = ({ message }) => {
          const error = new SandboxError(
            `The compiler of ${language.label} could not be loaded (${message || 'its file is missing'}); reload the page to try again.`,
          );
          finish(() => reject(error), false);
        };
        worker.postMessage({ language: language.id, source } satisfies TranslationRequest);
      });
    },
    dispose() {
      for (const worker of idle.splice(0)) worker.terminate();
    },
  };
}
