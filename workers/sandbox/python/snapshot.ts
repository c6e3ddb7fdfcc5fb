import type { PyodideAPI, PyodideConfig } from 'pyodide';
import harnessSource from './harness.py';

/** `loadPyodide`, told already where its files are. */
export type LoadPyodide = (options: PyodideConfig) => Promise<PyodideAPI>;

/** Where a program starts; the harness has the same. */
export const HOME = '/home/pyodide';

/** The seed of hashes is fixed, so that the same program prints the same everywhere. */
export const ENVIRONMENT = { HOME, PYTHONHASHSEED: '0' };

/** The memory of an interpreter that has started and loaded the harness, for `startInterpreter`. Takes some 2 s. */
export async function makeSnapshot(load: LoadPyodide): Promise<Uint8Array> {
  const pyodide = await load({ env: ENVIRONMENT, _makeSnapshot: true });
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
