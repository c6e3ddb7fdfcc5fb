import type { Translation, TranslatorAssets } from './language.ts';
import type { Program } from './program.ts';

/** What the page's worker is told; it answers each message with one `FromTranslator`, in order. */
export type ToTranslator =
  /** `assets` come with the first message alone. */
  | { type: 'load'; language: string; assets: TranslatorAssets | null }
  /** In a language that was loaded. */
  | { type: 'translate'; program: Program }
  | { type: 'instrument'; program: Program };

export type FromTranslator =
  | { type: 'loaded' }
  | { type: 'translated'; translation: Translation }
  | { type: 'failed'; message: string };

/** The page's side of one worker: one question at a time. */
export interface TranslationWorker {
  /** Loads a language, once. `assetsOf` is asked in the worker's first language. Rejects if that fails. */
  load(language: string, assetsOf: () => Promise<TranslatorAssets>): Promise<void>;
  translate(program: Program): Promise<Translation>;
  /** What the language's `instrument` makes of it, which is loaded when it is first asked for. */
  instrument(program: Program): Promise<Translation>;
  terminate(): void;
}

export function createTranslationWorker(worker: Worker): TranslationWorker {
  const loaded = new Set<string>();
  let furnished = false;

  const ask = (message: ToTranslator, transfer: Transferable[] = []): Promise<FromTranslator> =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<FromTranslator>) => {
        if (data.type === 'failed') reject(new Error(data.message));
        else resolve(data);
      };
      worker.onerror = ({ message }) => reject(new Error(message || 'its file is missing'));
      worker.postMessage(message, transfer);
    });

  const make = async (type: 'translate' | 'instrument', program: Program): Promise<Translation> => {
    const answer = await ask({ type, program });
    if (answer.type !== 'translated') throw new Error('the compiler answered out of turn');
    return answer.translation;
  };

  return {
    async load(language, assetsOf) {
      if (loaded.has(language)) return;
      const assets = furnished ? null : await assetsOf();
      await ask({ type: 'load', language, assets }, Object.values(assets ?? {}));
      furnished = true;
      loaded.add(language);
    },
    translate: (program) => make('translate', program),
    instrument: (program) => make('instrument', program),
    terminate: () => worker.terminate(),
  };
}
