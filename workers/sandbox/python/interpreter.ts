import type { PyodideAPI, PyodideConfig } from 'pyodide';
import type { FilesOfRun } from '../../../src/sandbox/protocol.ts';
import type { Output } from '../output.ts';
import { Disk } from './disk.ts';
import harnessSource from './harness.py';

/** The functions of harness.py. */
interface Harness {
  load(source: string): string | undefined;
  run(): number;
  closeFiles(): void;
  restore(): void;
  remember(): void;
}

/** Where a program starts; the harness has the same. */
const HOME = '/home/pyodide';

/** Emscripten's number; Python raises OSError for it. */
const EIO = 29;

type LoadPyodide = (options: PyodideConfig) => Promise<PyodideAPI>;

/** One Python interpreter that serves one submission: compile it once, run it test after test. */
export interface Interpreter {
  /** The compile error's text, or null. */
  load(source: string): string | null;
  run(stdin: Uint8Array, files: FilesOfRun | null, output: Output): number;
  /** Puts globals, modules, environment and files back; throws if the interpreter cannot be trusted any more. */
  restore(): void;
  /** Bytes of memory that it has once it is loaded. */
  readonly baseline: number;
  /** The interpreter's memory as it is now, for `startInterpreter` in another worker. Before any submission. */
  snapshot: Uint8Array | null;
}

/**
 * Starts Pyodide. With a `snapshot` in some 0.2 s; without one in some 2 s, and then makes one.
 * `hashSeed` is fixed, so that the same program prints the same everywhere.
 */
export async function startInterpreter(
  loadPyodide: LoadPyodide,
  options: PyodideConfig,
  snapshot: Uint8Array | null,
): Promise<Interpreter> {
  const pyodide = await loadPyodide({
    ...options,
    env: { HOME, PYTHONHASHSEED: '0' },
    ...(snapshot ? { _loadSnapshot: snapshot } : { _makeSnapshot: true }),
  });
  const made = snapshot ? null : await makeSnapshot(pyodide);
  const harness = pyodide.pyimport('quartet_harness') as unknown as Harness;
  const disk = new Disk(pyodide);
  let stdin: Uint8Array = new Uint8Array();
  let output: Output | null = null;
  const write = (stream: 'stdout' | 'stderr') => ({
    write(bytes: Uint8Array): number {
      if (!output) return bytes.length;
      if (output.write(stream, bytes)) return bytes.length;
      throw new (pyodide.FS as unknown as { ErrnoError: new (errno: number) => Error }).ErrnoError(EIO);
    },
  });
  pyodide.setStdout(write('stdout'));
  pyodide.setStderr(write('stderr'));
  const { HEAPU8 } = (pyodide as unknown as { _module: { HEAPU8: Uint8Array } })._module;
  return {
    baseline: HEAPU8.length,
    snapshot: made,
    load: (source) => harness.load(source) ?? null,
    run(input, files, sink) {
      stdin = input;
      output = sink;
      // Also opens the descriptors 0, 1 and 2 again, which the test before may have closed.
      pyodide.setStdin({
        read(buffer: Uint8Array): number {
          const part = stdin.subarray(0, buffer.length);
          buffer.set(part);
          stdin = stdin.subarray(part.length);
          return part.length;
        },
      });
      for (const [name, bytes] of Object.entries(files?.given ?? {}))
        pyodide.FS.writeFile(`${HOME}/${name}`, bytes);
      disk.renew();
      try {
        const code = harness.run();
        if (files) {
          harness.closeFiles();
          for (const name of files.wanted) sendFile(pyodide, name, sink);
        }
        return code;
      } finally {
        output = null;
      }
    },
    restore: () => harness.restore(),
  };
}

function sendFile({ FS }: PyodideAPI, name: string, output: Output): void {
  const path = `${HOME}/${name}`;
  const { exists, object } = FS.analyzePath(path) as { exists: boolean; object?: { mode: number } };
  if (exists && object && FS.isFile(object.mode)) output.file(name, FS.readFile(path));
}

async function makeSnapshot(pyodide: PyodideAPI): Promise<Uint8Array> {
  pyodide.runPython(`
def install(source):
    import sys, types
    module = types.ModuleType('quartet_harness')
    sys.modules['quartet_harness'] = module
    exec(compile(source, 'quartet_harness', 'exec'), module.__dict__)
    module.remember()
`);
  const install = pyodide.globals.get('install');
  install(harnessSource);
  install.destroy();
  pyodide.runPython('del install');
  return pyodide.makeMemorySnapshot();
}
