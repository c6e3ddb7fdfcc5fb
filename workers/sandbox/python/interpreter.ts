import type { PyodideAPI } from 'pyodide';
import type { Trace } from '../../../src/sandbox/program.ts';
import type { FilesOfRun } from '../../../src/sandbox/protocol.ts';
import type { Output } from '../output.ts';
import { CannotWaitError, type PipedInput } from '../piped-input.ts';
import { Disk } from './disk.ts';
import { ENVIRONMENT, HOME, type LoadPyodide } from './snapshot.ts';
import { createTracer } from './tracing.ts';

/** The functions of harness.py. */
interface Harness {
  load(source: string): string | undefined;
  run: ((argv: unknown, readPipe?: unknown, tracer?: unknown) => number) & {
    callPromising(argv: unknown, readPipe: unknown): Promise<number>;
  };
  closeFiles(): void;
  restore(): void;
  remember(): void;
}

/** Emscripten's: all of its memory, and where the part in use ends. */
interface Memory {
  HEAPU8: Uint8Array;
  _sbrk(bytes: number): number;
}

/** Emscripten's number; Python raises OSError for it. */
const EIO = 29;

export interface PythonRun {
  stdin: Uint8Array;
  /** In place of `stdin`. */
  pipe: PipedInput | null;
  argv: readonly string[];
  files: FilesOfRun | null;
  /** Told what the run did, line by line, before it ends; not with a pipe that suspends. */
  traced: ((trace: Trace) => void) | null;
}

/** One Python interpreter that serves one submission: compile it once, run it test after test. */
export interface Interpreter {
  /** The compile error's text, or null. `beside`: files of the program's own, there in every run. */
  load(source: string, beside: Readonly<Record<string, string>>): string | null;
  /** The exit code. Waits for a pipe in shared memory, or suspended; CannotWaitError where neither is possible. */
  run(given: PythonRun, output: Output): Promise<number>;
  /** Puts globals, modules, environment and files back; throws if the interpreter cannot be trusted any more. */
  restore(): void;
  /** Bytes of memory that it has once it is loaded. */
  readonly baseline: number;
  /** Bytes that the programs so far took beside it, at most: its allocator gives nothing back. */
  readonly taken: number;
}

/** Starts Pyodide from the memory that it had when the harness was loaded (`makeSnapshot`), in some 0.2 s. */
export async function startInterpreter(load: LoadPyodide, snapshot: Uint8Array): Promise<Interpreter> {
  const pyodide = await load({ env: ENVIRONMENT, _loadSnapshot: snapshot });
  const harness = pyodide.pyimport('quartet_harness') as unknown as Harness;
  const disk = new Disk(pyodide);
  let stdin: Uint8Array = new Uint8Array();
  let output: Output | null = null;
  let beside: Readonly<Record<string, string>> = {};
  function fill(buffer: Uint8Array, pipe: PipedInput | null): number {
    const part = pipe ? pipe.readSync(buffer.length) : stdin.subarray(0, buffer.length);
    buffer.set(part);
    if (!pipe) stdin = stdin.subarray(part.length);
    return part.length;
  }
  const write = (stream: 'stdout' | 'stderr') => ({
    write(bytes: Uint8Array): number {
      if (!output) return bytes.length;
      if (output.write(stream, bytes)) return bytes.length;
      throw new (pyodide.FS as unknown as { ErrnoError: new (errno: number) => Error }).ErrnoError(EIO);
    },
  });
  pyodide.setStdout(write('stdout'));
  pyodide.setStderr(write('stderr'));
  const { HEAPU8, _sbrk } = (pyodide as unknown as { _module: Memory })._module;
  const standing = _sbrk(0);
  return {
    baseline: HEAPU8.length,
    get taken() {
      return _sbrk(0) - standing;
    },
    load(source, files) {
      beside = files;
      return harness.load(source) ?? null;
    },
    async run({ stdin: input, pipe, argv, files, traced }, sink) {
      stdin = input;
      output = sink;
      // Also opens the descriptors 0, 1 and 2 again, which the test before may have closed.
      pyodide.setStdin({ read: (buffer: Uint8Array) => fill(buffer, pipe) });
      for (const [name, content] of Object.entries({ ...beside, ...files?.given }))
        lay(pyodide, name, content);
      for (const wanted of files?.wanted ?? [])
        if (wanted.endsWith('/')) pyodide.FS.mkdirTree(`${HOME}/${wanted}`);
      disk.renew();
      const args = pyodide.toPy(argv);
      const tracer = traced && createTracer(pyodide, traced);
      try {
        const code =
          pipe && !pipe.canBlock
            ? await harness.run.callPromising(args, suspendingReader(pyodide, pipe))
            : harness.run(args, undefined, tracer ?? undefined);
        if (files) {
          harness.closeFiles();
          for (const name of files.wanted) sendFiles(pyodide, name, sink);
        }
        return code;
      } finally {
        args.destroy();
        tracer?.destroy();
        output = null;
      }
    },
    restore: () => harness.restore(),
  };
}

/** Python's function that reads a pipe, for a call that can be suspended meanwhile. */
function suspendingReader(pyodide: PyodideAPI, pipe: PipedInput): unknown {
  if (!('Suspending' in WebAssembly)) {
    throw new CannotWaitError(
      'use a browser that can suspend WebAssembly, as Chromium does since version 137',
    );
  }
  const make = pyodide.runPython(`
def make(read):
    from pyodide.ffi import run_sync
    return lambda size: run_sync(read(size)).to_bytes()
make`) as (read: (size: number) => Promise<Uint8Array>) => unknown;
  return make((size) => pipe.read(size));
}

function lay({ FS }: PyodideAPI, name: string, content: string | Uint8Array): void {
  const path = `${HOME}/${name}`;
  FS.mkdirTree(path.slice(0, path.lastIndexOf('/')));
  FS.writeFile(path, content);
}

/** Sends a file, or all files of a folder, as far as they are there. */
function sendFiles({ FS }: PyodideAPI, name: string, output: Output): void {
  const path = `${HOME}/${name}`;
  const { exists, object } = FS.analyzePath(path) as { exists: boolean; object?: { mode: number } };
  if (!exists || !object) return;
  const names = FS.isFile(object.mode) ? [name] : name.endsWith('/') ? inFolder(FS, name) : [];
  for (const one of names) output.file(one, FS.readFile(`${HOME}/${one}`));
}

function inFolder(FS: PyodideAPI['FS'], folder: string): string[] {
  const names = (FS.readdir(`${HOME}/${folder}`) as string[]).map((name) => folder + name);
  return names.filter((name) => FS.isFile((FS.stat(`${HOME}/${name}`) as { mode: number }).mode));
}
