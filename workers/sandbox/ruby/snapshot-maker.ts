import { MOST_PAGES } from '../wasi/wasm-binary.ts';
import harness from './harness.rb';
import iterators from './iterators.rb';
import { literal, Machine } from './machine.ts';
import { Snapshot } from './snapshot.ts';

/** Enough for what is in the module; the interpreter grows it while it starts. */
const FIRST_PAGES = 1024;

/** The interpreter's memory once it has started and loaded the harness, for `createMachine`. Takes a second. */
async function makeSnapshot(wasm: ArrayBuffer): Promise<Uint8Array> {
  const machine = new Machine(FIRST_PAGES, MOST_PAGES);
  const abi = await machine.instantiate(await WebAssembly.compile(wasm));
  const fresh = new Uint8Array(machine.memory.buffer.slice(0));
  // To point into a failing line Ruby would read a parser first, within the program's time.
  abi.start(['ruby', '--disable=error_highlight', '-EUTF-8:UTF-8', '-e_=0']);
  for (const [name, code] of Object.entries({ iterators, harness })) {
    if (!abi.eval(`eval(${literal(code)}, TOPLEVEL_BINDING, '<internal:${name}>')`))
      throw new Error(`${name}.rb did not load into Ruby.`);
  }
  abi.eval('GC.start');
  return Snapshot.take(machine.memory.buffer, fresh);
}

/** Run by the build (tools/vite/snapshots.ts), which calls this. */
Object.assign(self, { makeSnapshot });
