import type { FromWorker, ToWorker } from '../../../src/sandbox/protocol.ts';
import type { MemoryCap } from '../memory-cap.ts';
import { Output } from '../output.ts';
import type { Interpreter } from './interpreter.ts';

/** Answers the host's messages with one interpreter; the same in a browser's worker and in Node's. */
export function serve(
  interpreter: Interpreter,
  post: (message: FromWorker) => void,
  memory: MemoryCap,
): (message: ToWorker) => void {
  return (message) => {
    if (message.type === 'prepare') {
      post({ type: 'prepared', compileError: interpreter.load(message.source) });
      return;
    }
    if (message.type !== 'run') return;
    const output = new Output(message.outputBytes, post);
    memory.set(message.memoryBytes, interpreter.baseline);
    post({ type: 'started' });
    try {
      const code = interpreter.run(message.stdin, message.files ?? null, output);
      output.flush();
      if (code !== 0 && memory.refused) post({ type: 'exhausted' });
      else post({ type: 'ended', code, clean: restored(interpreter) });
    } catch (error) {
      output.flush();
      if (memory.refused) post({ type: 'exhausted' });
      else post({ type: 'crashed', message: describe(error) });
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
  return error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : String(error);
}
