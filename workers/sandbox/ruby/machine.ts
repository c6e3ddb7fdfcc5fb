import { Directory, type Fd, WASI, WASIProcExit, wasi } from '@bjorn3/browser_wasi_shim';
import type { FilesOfRun } from '../../../src/sandbox/protocol.ts';
import { type Suspension, suspensionHere } from '../clang/suspension.ts';
import { Output } from '../output.ts';
import { CannotWaitError, type PipedInput } from '../piped-input.ts';
import { RootDirectory, StoredDirectory } from '../wasi/stored-directory.ts';
import { Quota, StoredFile } from '../wasi/stored-file.ts';
import { OutputStream, PipedStream } from '../wasi/streams.ts';
import { MOST_PAGES, PAGE_BYTES } from '../wasi/wasm-binary.ts';
import { RubyAbi } from './abi.ts';
import { importsOf } from './imports.ts';
import type { Snapshot } from './snapshot.ts';

/** Of the VM: a million calls deep and more. Where it is zero, which is nearly all of it, a snapshot has none of it. */
const VM_STACK_BYTES = 64 * 2 ** 20;
/** What a run may write to files; they live in JavaScript's memory, which the memory limit does not see. */
const DISK_BYTES = 64 * 2 ** 20;
/** A compile error is shown, not stored. */
const COMPILE_ERROR_BYTES = 64 * 1024;
const TOO_DEEP = 'stack level too deep, through methods that are built in (SystemStackError)\n';
/** The harness's exit code for want of memory. */
const EXHAUSTED = 1 << 16;
/** So near its maximum a memory has most likely been refused more. */
const NEARLY_FULL_BYTES = 2 ** 20;
/** Open at one time; each takes some of JavaScript's memory. */
const MOST_DESCRIPTORS = 1024;
const ROOT_DESCRIPTOR = 3;

export interface RubyProgram {
  source: string;
  /** How messages name it. */
  file: string;
  /** Files beside it. */
  files: Readonly<Record<string, string>>;
}

export interface RubyRun {
  stdin: Uint8Array;
  /** In place of `stdin`. */
  pipe: PipedInput | null;
  argv: readonly string[];
  files: FilesOfRun | null;
}

/** How the program ended; `exhausted`: for want of memory. */
export interface Ending {
  code: number;
  exhausted: boolean;
}

/** What a machine is made for. */
export interface MachineOptions {
  /** What its program may take beside the interpreter; null for all that there is. */
  memoryBytes: number | null;
  /** Its reads can suspend it, which makes every call into it a little slower. */
  suspends: boolean;
}

/** A started interpreter, or CannotWaitError where it should suspend and nothing can. */
export async function createMachine(
  module: WebAssembly.Module,
  snapshot: Snapshot,
  { memoryBytes, suspends }: MachineOptions,
): Promise<Machine> {
  const allowed = memoryBytes === null ? MOST_PAGES : snapshot.pages + Math.ceil(memoryBytes / PAGE_BYTES);
  const suspension = suspends ? suspensionOrThrow() : null;
  const machine = new Machine(snapshot.pages, Math.min(MOST_PAGES, allowed), suspension);
  await machine.instantiate(module);
  snapshot.putInto(machine.memory);
  return machine;
}

/** One Ruby for one run; its WebAssembly instance is thrown away afterwards. */
export class Machine {
  readonly memory: WebAssembly.Memory;
  readonly #pages: { initial: number; maximum: number };
  readonly #wasi = new WASI([], [`RUBY_THREAD_VM_STACK_SIZE=${VM_STACK_BYTES}`], [], { debug: false });
  readonly #root = new StoredDirectory(new Quota(DISK_BYTES));
  #abi!: RubyAbi;
  readonly #suspension: Suspension | null;
  #pipe: PipedInput | null = null;
  #file = '';

  constructor(initial: number, maximum: number, suspension: Suspension | null = null) {
    this.#pages = { initial, maximum };
    this.#suspension = suspension;
    this.memory = new WebAssembly.Memory(this.#pages);
    this.#wasi.fds[ROOT_DESCRIPTOR] = new RootDirectory(this.#root);
  }

  async instantiate(module: WebAssembly.Module): Promise<RubyAbi> {
    const { wasiImport, fds } = this.#wasi;
    const open = wasiImport['path_open'] as (...args: unknown[]) => number;
    const suspension = this.#suspension;
    const calls = {
      ...wasiImport,
      ...(suspension ? { fd_read: new suspension.Suspending(this.#readWaiting()) } : {}),
      random_get: fixedRandom(this.memory),
      path_open: (...args: unknown[]) =>
        fds.filter(Boolean).length < MOST_DESCRIPTORS ? open(...args) : wasi.ERRNO_MFILE,
    };
    const instance = await WebAssembly.instantiate(module, importsOf(module, calls, this.memory));
    this.#wasi.initialize({ exports: { memory: this.memory } });
    this.#abi = new RubyAbi(instance, this.memory);
    return this.#abi;
  }

  /** Compiles the program; the error's text, or null. */
  async check({ source, file, files }: RubyProgram): Promise<string | null> {
    this.#file = file;
    for (const [name, text] of Object.entries({ ...files, [file]: source }))
      this.#root.put(name, new TextEncoder().encode(text));
    let error = '';
    const output = new Output(COMPILE_ERROR_BYTES, (message) => {
      if (message.type === 'output') error += new TextDecoder().decode(message.bytes);
    });
    this.#root.put('dev/null', new Uint8Array());
    this.#connect(this.#open('dev/null'), output);
    const compiled = await this.#eval(`QuartetHarness.check(${literal(file)})`);
    output.flush();
    return compiled ? null : error.trimEnd();
  }

  /**
   * Runs the program that was checked, once; a piped one where reads can suspend it, or wait in shared memory. Throws
   * what broke the interpreter itself.
   */
  async run({ stdin, pipe, argv, files }: RubyRun, output: Output): Promise<Ending> {
    this.#pipe = pipe;
    for (const [name, bytes] of Object.entries(files?.given ?? {})) this.#root.put(name, bytes);
    for (const name of files?.wanted ?? []) if (name.endsWith('/')) this.#root.folder([name.slice(0, -1)]);
    this.#root.put('dev/stdin', stdin);
    this.#connect(pipe ? new PipedStream(pipe) : this.#open('dev/stdin'), output);
    const code = await this.#execute(
      `QuartetHarness.run(${literal(this.#file)}, [${argv.map(literal)}])`,
      output,
    );
    for (const name of files?.wanted ?? []) this.#send(name, output);
    return { code: code & 0xff, exhausted: code === EXHAUSTED || (code !== 0 && this.nearlyFull) };
  }

  /** Bytes of memory that the program took beside the interpreter. */
  get taken(): number {
    return this.memory.buffer.byteLength - this.#pages.initial * PAGE_BYTES;
  }

  get nearlyFull(): boolean {
    return this.#pages.maximum * PAGE_BYTES - this.memory.buffer.byteLength < NEARLY_FULL_BYTES;
  }

  #connect(stdin: Fd, output: Output): void {
    const streams = [stdin, new OutputStream('stdout', output), new OutputStream('stderr', output)];
    this.#wasi.fds.splice(0, streams.length, ...streams);
  }

  /** A file, so that programs may seek in their input, as where it is redirected from one. */
  #open(name: string): Fd {
    return (this.#root.find(name) as StoredFile).path_open(0, 0n, 0).fd_obj;
  }

  #readWaiting(): (descriptor: number, ...where: number[]) => unknown {
    const read = this.#wasi.wasiImport['fd_read'] as (...args: number[]) => number;
    return (descriptor, ...where) =>
      descriptor === 0 && this.#pipe
        ? // Nothing is taken yet: what is there then is read as if it had always been.
          this.#pipe.read(0).then(() => read(descriptor, ...where))
        : read(descriptor, ...where);
  }

  async #eval(code: string): Promise<boolean> {
    return this.#suspension ? this.#abi.evalSuspending(code, this.#suspension) : this.#abi.eval(code);
  }

  async #execute(code: string, output: Output): Promise<number> {
    try {
      await this.#eval(code);
    } catch (error) {
      if (error instanceof WASIProcExit) return error.code;
      if (!(error instanceof RangeError)) throw error;
      // WebAssembly's own stack, and not the VM's: Ruby is beyond raising it itself.
      output.write('stderr', new TextEncoder().encode(TOO_DEEP));
      return 1;
    }
    throw new Error('the harness came back without an exit code');
  }

  /** Sends a file, or all files of a folder, as far as they are there. */
  #send(name: string, output: Output): void {
    const found = this.#root.find(name);
    if (found instanceof StoredFile) output.file(name, found.content.slice());
    if (found instanceof Directory && name.endsWith('/')) {
      for (const [inside, file] of found.contents)
        if (file instanceof StoredFile) output.file(name + inside, file.content.slice());
    }
  }
}

function suspensionOrThrow(): Suspension {
  const suspension = suspensionHere();
  if (suspension) return suspension;
  throw new CannotWaitError('use a browser that can suspend WebAssembly, as Chromium does since version 137');
}

/** The same numbers in every run, so that hashes and `rand` are the same everywhere (xorshift32). */
function fixedRandom(memory: WebAssembly.Memory): (at: number, length: number) => number {
  let state = 0x9e3779b9;
  return (at, length) => {
    const bytes = new Uint8Array(memory.buffer, at, length);
    for (let i = 0; i < length; i++) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      bytes[i] = state;
    }
    return wasi.ERRNO_SUCCESS;
  };
}

/** A Ruby string of this text: JSON’s, where `#` could begin an interpolation. */
export function literal(text: string): string {
  return JSON.stringify(text).replaceAll('#', '\\u0023');
}
