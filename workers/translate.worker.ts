import type { Translate, TranslatorAssets } from '../src/sandbox/language.ts';
import { languageOf } from '../src/sandbox/languages.ts';
import type { FromTranslator, ToTranslator } from '../src/sandbox/translation-worker.ts';

const translators = new Map<string, Translate>();
let assets: TranslatorAssets = {};

async function answer(message: ToTranslator): Promise<FromTranslator> {
  if (message.type === 'translate') {
    const { program } = message;
    return { type: 'translated', translation: translators.get(program.language)!(program) };
  }
  if (message.type === 'instrument') {
    const { language, source } = message.program;
    const instrument = await languageOf(language).instrument!();
    return { type: 'translated', translation: instrument(source) };
  }
  assets = message.assets ?? assets;
  translators.set(message.language, await languageOf(message.language).translator!(assets));
  return { type: 'loaded' };
}

/** Translates and compiles apart from the page, so that a source on which that hangs can be ended. */
self.onmessage = async ({ data }: MessageEvent<ToTranslator>) => {
  const told = await answer(data).catch((error): FromTranslator => {
    return { type: 'failed', message: error instanceof Error ? error.message : String(error) };
  });
  self.postMessage(told);
};
