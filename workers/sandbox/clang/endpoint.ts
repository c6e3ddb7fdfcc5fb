import type { FromWorker, ToWorker } from '../../../src/sandbox/protocol.ts';
import { Output } from '../output.ts';
import { PipedInput } from '../piped-input.ts';
import { memoryPages } from './memory-import.ts';
import { type Executable, execute } from './process.ts';

/**
 * Answers the host's messages. Every run is a new instance of the program's module with memory and files of its
 * own, so one test leaves nothing for the next. `shared`: memory to wait for piped input in.
 */
export function serve(
  post: (message: FromWorker) => void,
  shared: SharedArrayBuffer | null,
): (message: ToWorker) => void {
  let program: Executable | null = null;
  let beside: Readonly<Record<string, string>> = {};
  let pipe: PipedInput | null = null;

  async function prepare({ wasm, files = {} }: Extract<ToWorker, { type: 'prepare' }>): Promise<void> {
    if (!wasm) throw new TypeError('C and C++ come here compiled');
    beside = files;
    const bytes = new Uint8Array(wasm);
    program = { module: await WebAssembly.compile(bytes), pages: memoryPages(bytes) };
    post({ type: 'prepared', compileError: null });
  }

  async function run(message: Extract<ToWorker, { type: 'run' }>): Promise<void> {
    const { stdin, argv = [], files = null, outputBytes, memoryBytes } = message;
    const output = new Output(outputBytes, post);
    pipe = message.pipe ? new PipedInput(post, () => output.flush(), shared) : null;
    post({ type: 'started' });
    try {
      const ending = await execute(program!, { stdin, pipe, argv, beside, files, memoryBytes }, output);
      output.flush();
      if (ending.full) post({ type: 'exhausted' });
      else post({ type: 'ended', code: ending.code, clean: true, memoryBytes: ending.memoryBytes });
    } catch (error) {
      output.flush();
      fail(error);
    }
  }

  const fail = (error: unknown): void => {
    post({ type: 'crashed', message: error instanceof Error ? error.message : String(error) });
  };
  return (message) => {
    switch (message.type) {
      case 'prepare':
        return void prepare(message).catch(fail);
      case 'run':
        return void run(message);
      case 'input':
        return pipe?.take(message.bytes);
    }
  };
}
