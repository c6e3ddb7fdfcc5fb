import { WASI } from '@bjorn3/browser_wasi_shim';
import type { FilesOfRun } from '../../../src/sandbox/protocol.ts';
import type { Output } from '../output.ts';
import { CannotWaitError, type PipedInput } from '../piped-input.ts';
import { RootDirectory, StoredDirectory } from '../wasi/stored-directory.ts';
import { Quota, StoredFile } from '../wasi/stored-file.ts';
import { STACK_BYTES } from './compiler/flags.ts';
import { PAGE_BYTES } from './memory-import.ts';
import { PipedStream, PrintedStream } from './standard-streams.ts';
import { ABORTED, signalOf } from './traps.ts';

/** What a run may write to files; they live in JavaScript's memory, which the memory limit does not see. */
const DISK_BYTES = 64 * 2 ** 20;
const MOST_PAGES = 65_536;

/** A program as it was compiled. */
export interface Executable {
  module: WebAssembly.Module;
  /** Of memory that it begins with: its stack and its static data. */
  pages: number;
}

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

/** `memoryBytes`: what it took at most, without its stack. `full`: more than its limit was asked for. */
export type Ending = { full: true } | { full: false; code: number; memoryBytes: number };

/** How WebAssembly calls out, and in: WebAssembly's JavaScript Promise Integration, where there is one. */
interface Suspension {
  Suspending: new (call: (...args: number[]) => Promise<number>) => WebAssembly.ImportValue;
  promising(call: () => void): () => Promise<void>;
}

/** Runs the program once, in memory and with files of its own. Throws what is not of the program's making. */
export async function execute(
  { module, pages }: Executable,
  given: ProcessRun,
  output: Output,
): Promise<Ending> {
  const limit = given.memoryBytes === null ? MOST_PAGES : pagesOf(given.memoryBytes);
  if (pages > limit) return { full: true };
  const memory = new WebAssembly.Memory({ initial: pages, maximum: limit });
  const root = layOut(given);
  const wasi = new WASI(['main', ...given.argv], [], descriptors(given, root, output), { debug: false });
  let full = false;
  let aborted = false;
  let code: number | null = null;
  // All three return to a trap: an exception that came from here would run the program's destructors.
  const judge = {
    memory_refused() {
      full = true;
    },
    aborted() {
      aborted = true;
    },
  };
  const system = {
    ...wasi.wasiImport,
    proc_exit(status: number) {
      code = status & 0xff;
    },
  };
  const suspension = given.pipe && !given.pipe.canBlock ? suspensionFor(given.pipe, system) : null;
  const instance = new WebAssembly.Instance(module, {
    env: { memory },
    judge,
    wasi_snapshot_preview1: { ...system, ...suspension?.imports },
  });
  const _start = instance.exports['_start'] as () => void;
  wasi.inst = { exports: { memory } };
  try {
    if (suspension) await suspension.promising(_start)();
    else _start();
  } catch (error) {
    if (full) return { full };
    if (code === null) {
      const signal = aborted ? ABORTED : signalOf(error);
      if (!signal) throw error;
      output.write('stderr', new TextEncoder().encode(`${signal.message}\n`));
      code = signal.code;
    }
  }
  for (const name of given.files?.wanted ?? []) sendFiles(root, name, output);
  return { full: false, code: code ?? 0, memoryBytes: memory.buffer.byteLength - STACK_BYTES };
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

function descriptors({ pipe }: ProcessRun, root: StoredDirectory, output: Output): WASI['fds'] {
  // A file, so that programs may seek in their input and map it, as where it is redirected from one.
  const input = pipe
    ? new PipedStream(pipe)
    : (root.find('dev/stdin') as StoredFile).path_open(0, 0n, 0).fd_obj;
  const [stdout, stderr] = [new PrintedStream(output, 'stdout'), new PrintedStream(output, 'stderr')];
  return [input, stdout, stderr, new RootDirectory(root)];
}

/** Lets reads wait for the pipe by suspending the program, or throws a CannotWaitError. */
function suspensionFor(
  pipe: PipedInput,
  { fd_read }: WASI['wasiImport'],
): { imports: WebAssembly.ModuleImports; promising: Suspension['promising'] } {
  const { Suspending, promising } = WebAssembly as unknown as Partial<Suspension>;
  if (!Suspending || !promising) {
    throw new CannotWaitError(
      'use a browser that can suspend WebAssembly, as Chromium does since version 137',
    );
  }
  const read = async (descriptor: number, ...where: number[]): Promise<number> => {
    // Nothing is taken yet: what is there then is read as if it had always been.
    if (descriptor === 0) await pipe.read(0);
    return (fd_read as (...args: number[]) => number)(descriptor, ...where);
  };
  return { imports: { fd_read: new Suspending(read) }, promising };
}

/** Sends a file, or all files of a folder, as far as they are there. */
function sendFiles(root: StoredDirectory, name: string, output: Output): void {
  const names = name.endsWith('/') ? [...root.folder([name.slice(0, -1)]).contents.keys()] : [''];
  for (const last of names) {
    const found = root.find(name + last);
    if (found instanceof StoredFile) output.file(name + last, found.content.slice());
  }
}
