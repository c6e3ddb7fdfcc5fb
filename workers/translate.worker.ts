import { languageOf } from '../src/sandbox/languages.ts';
import type { TranslationRequest } from '../src/sandbox/translator.ts';

/** Translates sources apart from the page, so that one on which the translator hangs can be ended. */
self.onmessage = async ({ data: { language, source } }: MessageEvent<TranslationRequest>) => {
  const translate = await languageOf(language).translator!();
  self.postMessage(translate(source));
};
