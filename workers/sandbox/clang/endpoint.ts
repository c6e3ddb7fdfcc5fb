import type { FromWorker, ToWorker } from '../../../src/sandbox/protocol.ts';
import { Output } from '../output.ts';
import { PipedInput } from '../piped-input.ts';
import { Executable } from './executable.ts';
import { type Ending, execute } from './process.ts';
import { OVERFLOW } from './traps.ts';

/** Frames that a stack overflow tells: enough to see which functions call each other. */
const TOLD_FRAMES = 100;

/**
 * Answers the host's messages. Every run is a new instance of the program's module with memory and files of its
 * own, so one test leaves nothing for the next. `shared`: memory to wait for piped input in.
 */
export function serve(
  post: (message: FromWorker) => void,
  shared: SharedArrayBuffer | null,
): (message: ToWorker) => void {
  Error.stackTraceLimit = TOLD_FRAMES;
  let program: Executable | null = null;
  let beside: Readonly<Record<string, string>> = {};
  let pipe: PipedInput | null = null;

  async function prepare({ wasm, files = {} }: Extract<ToWorker, { type: 'prepare' }>): Promise<void> {
    if (!wasm) throw new TypeError('C and C++ come here compiled');
    beside = files;
    program = await Executable.load(new Uint8Array(wasm));
    post({ type: 'prepared', compileError: null });
  }

  async function run(message: Extract<ToWorker, { type: 'run' }>): Promise<void> {
    const { stdin, argv = [], files = null, outputBytes, memoryBytes } = message;
    const output = new Output(outputBytes, post);
    pipe = message.pipe ? new PipedInput(post, () => output.flush(), shared) : null;
    post({ type: 'started' });
    try {
      const ending = await execute(program!, { stdin, pipe, argv, beside, files, memoryBytes }, output);
      await tell(ending, output);
    } catch (error) {
      output.flush();
      fail(error);
    }
  }

  async function tell(ending: Ending, output: Output): Promise<void> {
    if (ending.kind === 'overflow') {
      // What the other end of a pipe has been told cannot be told again.
      if (!pipe && (await program!.deepen(ending.error))) return post({ type: 'again' });
      output.write('stderr', new TextEncoder().encode(`${OVERFLOW.message}\n`));
    }
    output.flush();
    if (ending.kind === 'full') post({ type: 'exhausted' });
    else if (ending.kind === 'overflow') post({ type: 'ended', code: OVERFLOW.code, clean: true });
    else post({ type: 'ended', code: ending.code, clean: true, memoryBytes: ending.memoryBytes });
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
