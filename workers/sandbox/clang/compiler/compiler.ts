import type { Translation } from '../../../../src/sandbox/language.ts';
import {
  compileArguments,
  type Dialect,
  HEADER,
  type Linked,
  linkArguments,
  PRECOMPILED,
  precompileArguments,
} from './flags.ts';
import { type Files, Llvm, type ToolRun } from './llvm.ts';
import type { Sysroot } from './sysroot.ts';

/** Errors that headers which the program did not ask for can cause: all of the library's names are declared. */
const OF_FOREIGN_HEADERS =
  /\b(ambiguous|redefin|redeclar|conflict|different (kind|type|linkage|return)|overload)/;

export interface Source {
  dialect: Dialect;
  /** How messages name the program's file. */
  file: string;
  source: string;
  /** What the program may include, by plain names. */
  files: Readonly<Record<string, string>>;
}

/**
 * Compiles C and C++ to WebAssembly, on this thread. What is included comes from the sysroot or from the program's
 * own files; there is nothing else.
 */
export class Compiler {
  readonly #plain: Llvm;
  /** The same with the precompiled header. */
  #ahead: Llvm | null = null;
  readonly #module: WebAssembly.Module;
  readonly #sysroot: Sysroot;

  constructor(module: WebAssembly.Module, sysroot: Sysroot) {
    this.#module = module;
    this.#sysroot = sysroot;
    this.#plain = new Llvm(module, sysroot);
  }

  /**
   * Compiles all of the standard library's headers, so that C++ programs need not: seconds, once. Some 27 MB, to
   * be kept for `usePrecompiled`; null if the compiler broke, e.g. for want of memory.
   */
  precompile(): Uint8Array | null {
    return this.#plain.run(precompileArguments(), HEADER_FILE).file(PRECOMPILED);
  }

  /** Takes what `precompile` made with the same compiler, flags and sysroot. */
  usePrecompiled(header: Uint8Array): void {
    this.#ahead = new Llvm(this.#module, { ...this.#sysroot, ...HEADER_FILE, [PRECOMPILED]: header });
  }

  /** The program's WebAssembly, or clang's diagnostics. */
  compile(program: Source): Translation {
    let compiled = this.#compile(program, true);
    if (compiled.code !== 0 && OF_FOREIGN_HEADERS.test(compiled.stderr)) {
      compiled = this.#compile(program, false);
    }
    const object = compiled.file('main.o');
    if (compiled.code !== 0 || !object) return refused(compiled);
    const kind = { dialect: program.dialect, streams: streamsOf(program) };
    const linked = this.#plain.run(linkArguments(kind, 'main.o', 'main.wasm'), {
      'main.o': object,
    });
    const wasm = linked.file('main.wasm');
    return linked.code === 0 && wasm ? { ok: true, wasm: wasm.slice() } : refused(linked);
  }

  #compile({ dialect, file, source, files }: Source, ahead: boolean): ToolRun {
    const precompiled = dialect === 'c++' && ahead ? this.#ahead : null;
    const extra = [
      ...(precompiled ? ['-include-pch', PRECOMPILED, '-fno-validate-pch'] : []),
      ...['-emit-obj', '-x', dialect],
    ];
    const args = compileArguments(dialect, { input: file, output: 'main.o', extra });
    return (precompiled ?? this.#plain).run(args, { ...files, [file]: source });
  }
}

const HEADER_FILE: Files = { [HEADER]: '#include <bits/stdc++.h>\n' };

/** C's ways to read, and ways to reach a stream under another name. */
const OTHER_READERS =
  /\b(?:v?f?scanf|f?getc|getchar|f?gets|f?read|ungetc|getdelim|stdin|STDIN_FILENO|rdbuf)\b/;
const UNSYNCED = /\bsync_with_stdio\s*\(\s*(?:false|0)\s*\)/;

/** By the text: a word too many costs speed, and none can be hidden from it but on purpose. */
function streamsOf({ dialect, source, files }: Source): Linked['streams'] {
  const text = [source, ...Object.values(files)].join('\n');
  if (dialect !== 'c++' || !/\b(?:cin|cout)\b/.test(text)) return false;
  const withoutReopening = text.replace(/\bfreopen\s*\([^;]*?\bstdin\s*\)/g, '');
  return UNSYNCED.test(text) || !OTHER_READERS.test(withoutReopening) ? 'reading ahead' : 'shared';
}

function refused({ code, stderr }: ToolRun): Translation {
  const message = code === null ? `The compiler broke over this program.\n${stderr}` : stderr;
  return { ok: false, compileError: message.replace(/^\d+ errors? generated\.\n/m, '').trim() };
}
