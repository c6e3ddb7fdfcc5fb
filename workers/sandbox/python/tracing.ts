import type { PyodideAPI } from 'pyodide';
import type { PyProxy } from 'pyodide/ffi';
import { TRACED_VALUE, type Trace } from '../../../src/sandbox/program.ts';
import { TRACE_LIMITS } from '../trace-limits.ts';
import tracerSource from './tracer.py';

/** The file's name in harness.py. */
const FILE = 'main.py';

/** A tracer for one run, among names of its own; it calls `traced` once. Destroy it after the run. */
export function createTracer(pyodide: PyodideAPI, traced: (trace: Trace) => void): PyProxy {
  const names = pyodide.toPy({}) as PyProxy & { get(name: string): unknown };
  const limits = pyodide.toPy({ ...TRACE_LIMITS, value: TRACED_VALUE }) as PyProxy;
  try {
    pyodide.runPython(tracerSource, { globals: names });
    const Tracer = names.get('Tracer') as PyProxy & ((...given: unknown[]) => PyProxy);
    const tracer = Tracer(FILE, limits, (text: string) => traced(JSON.parse(text) as Trace));
    Tracer.destroy();
    return tracer;
  } finally {
    limits.destroy();
    names.destroy();
  }
}
