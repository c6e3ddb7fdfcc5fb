import type { Trace } from '../../../src/sandbox/program.ts';
import type { FromWorker, ToWorker } from '../../../src/sandbox/protocol.ts';
import { errorLine } from '../error-line.ts';
import type { MemoryCap } from '../memory-cap.ts';
import { Output } from '../output.ts';
import { PipedInput } from '../piped-input.ts';
import type { Interpreter } from './interpreter.ts';

/**
 * Answers the host's messages with one interpreter; the same in a browser's worker and in Node's. `shared`: memory
 * to wait for piped input in.
 */
export function serve(
  interpreter: Interpreter,
  post: (message: FromWorker) => void,
  memory: MemoryCap,
  shared: SharedArrayBuffer | null,
): (message: ToWorker) => void {
  let pipe: PipedInput | null = null;

  async function run(message: Extract<ToWorker, { type: 'run' }>): Promise<void> {
    const { stdin, argv = [], files = null, outputBytes, memoryBytes } = message;
    const output = new Output(outputBytes, post);
    pipe = message.pipe ? new PipedInput(post, () => output.flush(), shared) : null;
    memory.set(memoryBytes, interpreter.baseline);
    const traced = message.trace ? (trace: Trace) => post({ type: 'trace', trace }) : null;
    post({ type: 'started' });
    try {
      const code = await interpreter.run({ stdin, pipe, argv, files, traced }, output);
      output.flush();
      if (code !== 0 && memory.refused) post({ type: 'exhausted' });
      else post({ type: 'ended', code, clean: restored(interpreter), memoryBytes: interpreter.taken });
    } catch (error) {
      output.flush();
      if (memory.refused) post({ type: 'exhausted' });
      else post({ type: 'crashed', message: describe(error) });
    }
  }

  return (message) => {
    switch (message.type) {
      case 'prepare': {
        const compileError = interpreter.load(message.source, message.files ?? {});
        return post({ type: 'prepared', compileError });
      }
      case 'run':
        return void run(message);
      case 'input':
        return pipe?.take(message.bytes);
    }
  };
}

function restored(interpreter: Interpreter): boolean {
  try {
    interpreter.restore();
    return true;
  } catch {
    // The host replaces the worker; the test's own result stands.
    return false;
  }
}

function describe(error: unknown): string {
  if (error instanceof RangeError)
    return 'the interpreter’s stack overflowed (recursion through built-in functions)';
  return errorLine(error);
}
