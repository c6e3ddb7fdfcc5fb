import type { FromWorker, ToWorker } from '../../../src/sandbox/protocol.ts';
import { errorLine } from '../error-line.ts';
import { Output } from '../output.ts';
import { PipedInput } from '../piped-input.ts';
import { createMachine, type Machine, type MachineOptions, type RubyProgram } from './machine.ts';
import type { Snapshot } from './snapshot.ts';

/** What most problems allow; a machine that is made before its run's limit is known is made for this. */
const USUAL_MEMORY_BYTES = 256 * 2 ** 20;

/**
 * Answers the host's messages. Every run has an interpreter of its own, memory and files included, so one test leaves
 * nothing for the next; the next one is made while nobody waits.
 */
export async function serve(
  module: WebAssembly.Module,
  snapshot: Snapshot,
  post: (message: FromWorker) => void,
  shared: SharedArrayBuffer | null,
): Promise<(message: ToWorker) => void> {
  let program: RubyProgram = { source: '', file: 'main.rb', files: {} };
  let options: MachineOptions = { memoryBytes: USUAL_MEMORY_BYTES, suspends: false };
  let pipe: PipedInput | null = null;
  const make = (): Promise<Machine> => createMachine(module, snapshot, options);
  let next = Promise.resolve(await make());

  async function prepared(): Promise<Machine> {
    const machine = await make();
    await machine.check(program);
    return machine;
  }

  async function prepare(): Promise<void> {
    const machine = await next;
    post({ type: 'prepared', compileError: await machine.check(program) });
  }

  async function run(given: Extract<ToWorker, { type: 'run' }>): Promise<void> {
    const suspends = given.pipe === true && shared === null;
    if (given.memoryBytes !== options.memoryBytes || suspends !== options.suspends) {
      options = { memoryBytes: given.memoryBytes, suspends };
      next = prepared();
    }
    const machine = await next;
    const output = new Output(given.outputBytes, post);
    pipe = given.pipe ? new PipedInput(post, () => output.flush(), shared) : null;
    post({ type: 'started' });
    try {
      const { stdin, argv = [], files = null } = given;
      const { code, exhausted } = await machine.run({ stdin, pipe, argv, files }, output);
      output.flush();
      if (exhausted) return post({ type: 'exhausted' });
      post({ type: 'ended', code, clean: true, memoryBytes: machine.taken });
      next = prepared();
    } catch (error) {
      output.flush();
      if (machine.nearlyFull) post({ type: 'exhausted' });
      else fail(error);
    }
  }

  const fail = (error: unknown): void => post({ type: 'crashed', message: errorLine(error) });
  return (message) => {
    switch (message.type) {
      case 'prepare':
        program = { source: message.source, file: message.file, files: message.files ?? {} };
        return void prepare().catch(fail);
      case 'run':
        return void run(message).catch(fail);
      case 'input':
        return pipe?.take(message.bytes);
    }
  };
}
