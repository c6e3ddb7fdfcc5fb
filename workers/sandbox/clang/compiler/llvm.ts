import { Fd, WASI, wasi } from '@bjorn3/browser_wasi_shim';
import { RootDirectory, StoredDirectory } from '../../wasi/stored-directory.ts';
import { Quota, StoredFile } from '../../wasi/stored-file.ts';

/** What one tool may write. An object file holds every zero of a program's static data. */
const OUTPUT_BYTES = 2 ** 30;

export interface ToolRun {
  /** 0 if all went well; null if the tool itself broke. */
  code: number | null;
  stdout: string;
  /** Diagnostics; of a tool that broke, why. */
  stderr: string;
  /** A file that the tool left, or null. */
  file(name: string): Uint8Array | null;
}

/** Paths and contents of files, as a tool sees them below `/`. */
export type Files = Readonly<Record<string, Uint8Array | string>>;

/**
 * LLVM's tools (clang, wasm-ld, nm …), which are one WebAssembly module: a WASI command whose first argument names
 * the tool. Every call is a new process with files of its own beside those of `sysroot`, which it cannot change.
 */
export class Llvm {
  readonly #module: WebAssembly.Module;
  readonly #sysroot: Files;

  constructor(module: WebAssembly.Module, sysroot: Files) {
    this.#module = module;
    this.#sysroot = sysroot;
  }

  /** Runs a tool to its end, on this thread. */
  run(args: readonly string[], files: Files): ToolRun {
    const root = new StoredDirectory(new Quota(OUTPUT_BYTES));
    const encoder = new TextEncoder();
    for (const [path, content] of Object.entries({ ...this.#sysroot, ...files })) {
      root.put(path, typeof content === 'string' ? encoder.encode(content) : content);
    }
    const [stdin, stdout, stderr] = [new Stream(), new Stream(), new Stream()];
    const process = new WASI([...args], [], [stdin, stdout, stderr, new RootDirectory(root)], {
      debug: false,
    });
    const instance = new WebAssembly.Instance(this.#module, {
      wasi_snapshot_preview1: process.wasiImport,
    }) as Parameters<WASI['start']>[0];
    const file = (name: string): Uint8Array | null => {
      const found = root.find(name);
      return found instanceof StoredFile ? found.content : null;
    };
    try {
      const code = process.start(instance);
      return { code, stdout: stdout.text, stderr: stderr.text, file };
    } catch (error) {
      const { message } = error as Error;
      return { code: null, stdout: stdout.text, stderr: `${stderr.text}${message}\n`, file };
    }
  }
}

/** A standard stream: input with nothing in it, or output, kept. */
class Stream extends Fd {
  readonly #chunks: Uint8Array[] = [];

  override fd_fdstat_get() {
    return { ret: wasi.ERRNO_SUCCESS, fdstat: new wasi.Fdstat(wasi.FILETYPE_CHARACTER_DEVICE, 0) };
  }

  override fd_filestat_get() {
    const filestat = new wasi.Filestat(0n, wasi.FILETYPE_CHARACTER_DEVICE, 0n);
    return { ret: wasi.ERRNO_SUCCESS, filestat };
  }

  override fd_read() {
    return { ret: wasi.ERRNO_SUCCESS, data: new Uint8Array() };
  }

  override fd_write(data: Uint8Array) {
    this.#chunks.push(data.slice());
    return { ret: wasi.ERRNO_SUCCESS, nwritten: data.length };
  }

  get text(): string {
    const decoder = new TextDecoder();
    return this.#chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join('') + decoder.decode();
  }
}
