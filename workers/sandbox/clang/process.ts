import { type Fd, WASI } from '@bjorn3/browser_wasi_shim';
import type { FilesOfRun } from '../../../src/sandbox/protocol.ts';
import type { Output } from '../output.ts';
import { CannotWaitError, type PipedInput } from '../piped-input.ts';
import { RootDirectory, StoredDirectory } from '../wasi/stored-directory.ts';
import { Quota, StoredFile } from '../wasi/stored-file.ts';
import { OutputStream, PipedStream } from '../wasi/streams.ts';
import { MOST_PAGES, PAGE_BYTES } from '../wasi/wasm-binary.ts';
import { STACK_BYTES } from './compiler/flags.ts';
import { continuation } from './deep-recursion.ts';
import type { Executable } from './executable.ts';
import { type Suspension, suspensionHere } from './suspension.ts';
import { ABORTED, framesOf, isOverflow, signalOf } from './traps.ts';

/** What a run may write to files; they live in JavaScript's memory, which the memory limit does not see. */
const DISK_BYTES = 64 * 2 ** 20;
/** Stacks that one recursion may take; a judge's own stack is full before as many are. */
const MOST_STACKS = 1024;

export interface ProcessRun {
  stdin: Uint8Array;
  /** In place of `stdin`. */
  pipe: PipedInput | null;
  argv: readonly string[];
  /** Files of the program's own, there in every run. */
  beside: Readonly<Record<string, string>>;
  files: FilesOfRun | null;
  memoryBytes: number | null;
}

export type Ending =
  /** `memoryBytes`: what it took at most, without its stack. */
  | { kind: 'code'; code: number; memoryBytes: number }
  /** More memory than its limit was asked for. */
  | { kind: 'full' }
  /** The browser's stack was too small for its recursion. */
  | { kind: 'overflow'; error: Error };

/** Runs the program once, in memory and with files of its own. Throws what is not of the program's making. */
export async function execute(program: Executable, given: ProcessRun, output: Output): Promise<Ending> {
  const limit = given.memoryBytes === null ? MOST_PAGES : pagesOf(given.memoryBytes);
  if (program.pages > limit) return { kind: 'full' };
  const memory = new WebAssembly.Memory({ initial: program.pages, maximum: limit });
  const root = layOut(given);
  const told = new ErrorStream('stderr', output);
  const fds = [inputOf(given, root), new OutputStream('stdout', output), told, new RootDirectory(root)];
  const wasi = new WASI(['main', ...given.argv], [], fds, { debug: false });
  const ended = { full: false, aborted: false, tooDeep: false, stacks: 0, code: null as number | null };
  // These return to a trap: an exception that came from here would run the program's destructors.
  const judge: WebAssembly.ModuleImports = {
    memory_refused: () => {
      ended.full = true;
    },
    aborted: () => {
      ended.aborted = true;
    },
    deeper: () => {},
  };
  const system: WebAssembly.ModuleImports = {
    ...wasi.wasiImport,
    proc_exit: (status: number) => {
      ended.code ??= status & 0xff;
    },
  };
  const suspension = suspensionFor(program, given.pipe);
  let instance: WebAssembly.Instance | null = null;
  if (suspension) {
    const { Suspending, promising } = suspension;
    judge['deeper'] = new Suspending(async (n) => {
      if (ended.stacks === MOST_STACKS) {
        ended.tooDeep = true;
        throw new RangeError('no further stack');
      }
      ended.stacks++;
      await promising(instance!.exports[continuation(n!)]!)();
      ended.stacks--;
    });
    if (given.pipe) system['fd_read'] = new Suspending(readWaiting(given.pipe, wasi));
  }
  instance = new WebAssembly.Instance(program.module, {
    env: { memory },
    judge,
    wasi_snapshot_preview1: system,
  });
  const { _start } = instance.exports;
  wasi.inst = { exports: { memory } };
  try {
    if (suspension) await suspension.promising(_start!)();
    else (_start as () => void)();
  } catch (error) {
    if (ended.full) return { kind: 'full' };
    const died = ended.code === null && !ended.aborted;
    if (died && isOverflow(error) && !ended.tooDeep) return { kind: 'overflow', error };
    ended.code ??= explain(error, ended.aborted, told);
  }
  for (const name of given.files?.wanted ?? []) sendFiles(root, name, output);
  return { kind: 'code', code: ended.code ?? 0, memoryBytes: memory.buffer.byteLength - STACK_BYTES };
}

/** The exit code of what the program died of, which standard error tells. */
function explain(error: unknown, aborted: boolean, told: ErrorStream): number {
  const signal = aborted ? ABORTED : signalOf(error);
  if (!signal) throw error;
  // An assertion, an exception and the like have told it themselves.
  const lines = [signal.message, ...(aborted ? [] : framesOf(error as Error))];
  if (!aborted || !told.wrote) told.fd_write(new TextEncoder().encode(`${lines.join('\n')}\n`));
  return signal.code;
}

/** Standard error, which remembers whether anything was told on it. */
class ErrorStream extends OutputStream {
  wrote = false;

  override fd_write(data: Uint8Array) {
    this.wrote ||= data.length > 0;
    return super.fd_write(data);
  }
}

function pagesOf(memoryBytes: number): number {
  return Math.min(MOST_PAGES, Math.floor((STACK_BYTES + memoryBytes) / PAGE_BYTES));
}

function layOut({ beside, files, stdin }: ProcessRun): StoredDirectory {
  const root = new StoredDirectory(new Quota(DISK_BYTES));
  const encoder = new TextEncoder();
  for (const [name, text] of Object.entries(beside)) root.put(name, encoder.encode(text));
  for (const [name, content] of Object.entries(files?.given ?? {})) root.put(name, content);
  for (const wanted of files?.wanted ?? []) if (wanted.endsWith('/')) root.folder([wanted.slice(0, -1)]);
  root.put('dev/stdin', stdin);
  return root;
}

/** A pipe, or a file: programs may seek in their input and map it, as where it is redirected from one. */
function inputOf({ pipe }: ProcessRun, root: StoredDirectory): Fd {
  return pipe ? new PipedStream(pipe) : (root.find('dev/stdin') as StoredFile).path_open(0, 0n, 0).fd_obj;
}

/** What the program has to be called with; CannotWaitError where its pipe needs it and there is none. */
function suspensionFor(program: Executable, pipe: PipedInput | null): Suspension | null {
  const waits = pipe !== null && !pipe.canBlock;
  if (!waits && !program.isDeep) return null;
  const suspension = suspensionHere();
  if (!suspension && waits) {
    throw new CannotWaitError(
      'use a browser that can suspend WebAssembly, as Chromium does since version 137',
    );
  }
  return suspension;
}

/** Reads that wait for the pipe. */
function readWaiting(pipe: PipedInput, wasi: WASI): (...args: number[]) => Promise<unknown> {
  const read = wasi.wasiImport['fd_read'] as (...args: number[]) => number;
  return async (descriptor, ...where) => {
    // Nothing is taken yet: what is there then is read as if it had always been.
    if (descriptor === 0 && !pipe.canBlock) await pipe.read(0);
    return read(descriptor!, ...where);
  };
}

/** Sends a file, or all files of a folder, as far as they are there. */
function sendFiles(root: StoredDirectory, name: string, output: Output): void {
  const names = name.endsWith('/') ? [...root.folder([name.slice(0, -1)]).contents.keys()] : [''];
  for (const last of names) {
    const found = root.find(name + last);
    if (found instanceof StoredFile) output.file(name + last, found.content.slice());
  }
}
