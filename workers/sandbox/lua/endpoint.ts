import type { LuaWasm } from 'wasmoon';
import type { FromWorker, ToWorker } from '../../../src/sandbox/protocol.ts';
import { errorLine } from '../error-line.ts';
import type { MemoryCap } from '../memory-cap.ts';
import { Output } from '../output.ts';
import { PipedInput } from '../piped-input.ts';
import { baselineOf, check, execute, type LuaProgram } from './interpreter.ts';

/**
 * Answers the host's messages. Every run has an interpreter of its own, memory and files included, so one test
 * leaves nothing for the next; the next one is made while nobody waits.
 */
export function serve(
  create: () => Promise<LuaWasm>,
  first: LuaWasm,
  post: (message: FromWorker) => void,
  memory: MemoryCap,
  shared: SharedArrayBuffer | null,
): (message: ToWorker) => void {
  let next = Promise.resolve(first);
  let program: LuaProgram = { source: '', file: '', files: {} };

  async function run(given: Extract<ToWorker, { type: 'run' }>): Promise<void> {
    const lua = await next;
    const output = new Output(given.outputBytes, post);
    const pipe = given.pipe ? new PipedInput(post, () => output.flush(), shared) : null;
    memory.set(given.memoryBytes, baselineOf(lua));
    post({ type: 'started' });
    try {
      const { stdin, argv = [], files = null } = given;
      const { code, memory: full } = execute(lua, program, { stdin, pipe, argv, files }, output);
      output.flush();
      const memoryBytes = memory.taken;
      memory.set(null, 0);
      if (full) return post({ type: 'exhausted' });
      post({ type: 'ended', code, clean: true, memoryBytes });
      next = create();
    } catch (error) {
      output.flush();
      if (memory.refused) post({ type: 'exhausted' });
      else post({ type: 'crashed', message: describe(error) });
    }
  }

  return (message) => {
    if (message.type === 'run') return void run(message);
    if (message.type !== 'prepare') return;
    program = { source: message.source, file: message.file, files: message.files ?? {} };
    void next.then((lua) => {
      const compileError = check(lua, message.source, message.file);
      post({ type: 'prepared', compileError });
    });
  };
}

function describe(error: unknown): string {
  if (error instanceof RangeError) return 'the interpreter’s own stack overflowed';
  return errorLine(error);
}
