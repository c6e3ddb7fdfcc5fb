import type { QuickJSWASMModule } from 'quickjs-emscripten-core';
import type { FromWorker, ToWorker } from '../../../src/sandbox/protocol.ts';
import type { MemoryCap } from '../memory-cap.ts';
import { createMachine, type Machine } from './machine.ts';

/**
 * Answers the host's messages. Every run has a QuickJS of its own, memory included, so one test leaves nothing
 * for the next; the next one is made while nobody waits.
 */
export async function serve(
  create: () => Promise<QuickJSWASMModule>,
  post: (message: FromWorker) => void,
  memory: MemoryCap,
): Promise<(message: ToWorker) => void> {
  let program = { source: '', file: '' };
  /** Whether what the guest says is for the host: its answer to a second `prepare` is not. */
  let silent = false;

  /** What the guest says is passed on, but how a run ended is for this worker to say. */
  const relay = (message: FromWorker): void => {
    if (message.type !== 'ended') {
      if (!silent) post(message);
    } else if (message.code !== 0 && memory.refused) post({ type: 'exhausted' });
    else post({ type: 'ended', code: message.code, clean: true, memoryBytes: memory.taken });
  };
  const boot = async (): Promise<Machine> => createMachine(await create(), relay);
  const prepared = async (): Promise<Machine> => {
    const machine = await boot();
    silent = true;
    machine.prepare(program.source, program.file);
    silent = false;
    return machine;
  };
  let next = Promise.resolve(await boot());

  async function prepare(): Promise<void> {
    (await next).prepare(program.source, program.file);
  }

  async function run({ stdin, outputBytes, memoryBytes }: Extract<ToWorker, { type: 'run' }>): Promise<void> {
    const machine = await next;
    memory.set(memoryBytes, machine.baseline);
    await machine.run(stdin, outputBytes);
    memory.set(null, 0);
    next = prepared();
  }

  const fail = (error: unknown): void => {
    if (memory.refused) post({ type: 'exhausted' });
    else post({ type: 'crashed', message: error instanceof Error ? error.message : String(error) });
  };
  return (message) => {
    if (message.type === 'run') return void run(message).catch(fail);
    if (message.type !== 'prepare') return;
    program = message;
    prepare().catch(fail);
  };
}
