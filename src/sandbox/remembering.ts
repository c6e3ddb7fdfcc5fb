import type { Translation } from './language.ts';
import type { Program } from './program.ts';
import type { Translator } from './translator.ts';

/** A submission on its lanes, its problem's checker and interactor, and those of some others that are gone back to. */
const MOST = 12;

/** A translator that does not translate again what it did lately: a problem's own checker, a submission's next worker. */
export function remembering(translator: Translator): Translator {
  const done = new Map<string, Translation>();
  return {
    ...translator,
    async translate(language, program, signal) {
      const key = keyOf(language.id, program);
      const translation = done.get(key) ?? (await translator.translate(language, program, signal));
      // A compile error may be for want of time.
      if (!translation.ok) return translation;
      done.delete(key);
      done.set(key, translation);
      if (done.size > MOST) done.delete(done.keys().next().value!);
      return translation;
    },
    dispose() {
      done.clear();
      translator.dispose();
    },
  };
}

const keyOf = (language: string, { source, files = {} }: Program): string =>
  JSON.stringify([language, source, Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1))]);
