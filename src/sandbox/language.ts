import type { Language } from './program.ts';

/** A source made into another language's, or its compile error for a person, with the line. */
export type Translation = { ok: true; source: string } | { ok: false; compileError: string };

/** A language as the sandbox itself sees it; each stands in its folder of `workers/sandbox/`. */
export interface SandboxLanguage extends Language {
  /** Whether one worker may run test after test of a submission; otherwise each test gets a new one. */
  sharesWorker: boolean;
  /** The language whose worker runs it, when it has none of its own. */
  runsAs?: string;
  /** Loads what makes its source into that language's; a chunk of its own, fetched on first use. */
  translator?: () => Promise<(source: string) => Translation>;
}

/** How messages name a submission's file: `main.py`. */
export function fileOf(language: Language): string {
  return `main${language.extensions[0]}`;
}
