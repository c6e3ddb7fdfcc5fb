import type { Language, Program } from './program.ts';

/** A source made into another language's or into WebAssembly, or its compile error for a person, with the line. */
export type Translation =
  | { ok: true; source: string }
  | { ok: true; wasm: Uint8Array }
  | { ok: false; compileError: string };

export type Translate = (program: Program) => Translation;

/** Gives a source that tells what each line does; its lines keep their numbers. */
export type Instrument = (source: string) => Translation;

/** The files that a translator is made of, by the names of `Runtime.translator`; the same object every time. */
export type TranslatorAssets = Readonly<Record<string, ArrayBuffer>>;

/** A language as the sandbox itself sees it; each stands in its folder of `workers/sandbox/`. */
export interface SandboxLanguage extends Language {
  /** Whether one worker may run test after test of a submission; otherwise each test gets a new one. */
  sharesWorker: boolean;
  /** Whether its worker may ask for a run again. No program of it reaches the worker's messages: it would gain time. */
  runsAgain?: boolean;
  /** The language whose worker runs it, when it has none of its own. */
  runsAs?: string;
  /**
   * Loads what makes its source into that language's or compiles it; a chunk of its own, fetched on first use. Runs in
   * a worker of the page, with the assets of the runtime that it `runsAs`.
   */
  translator?: (assets: TranslatorAssets) => Promise<Translate>;
  /**
   * Loads what writes probes into its source (a translated one), for a worker that cannot trace by itself; a chunk of its
   * own, fetched when a trace is first asked for. Runs where the translator does.
   */
  instrument?: () => Promise<Instrument>;
  /** How long one translation may take, if that is more than the usual. */
  translationMs?: number;
}

/** How messages name a submission's file: `main.py`. */
export function fileOf(language: Language): string {
  return `main${language.extensions[0]}`;
}
