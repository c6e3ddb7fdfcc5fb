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
  shared: SharedArrayBuffer | null,
): Promise<(message: ToWorker) => void> {
  let program: Extract<ToWorker, { type: 'prepare' }> = { type: 'prepare', source: '', file: '' };
  let running: Machine | null = null;
  /** Whether what the guest says is for the host: its answer to a second `prepare` is not. */
  let silent = false;

  /** What the guest says is passed on, but how a run ended is for this worker to say. */
  const relay = (message: FromWorker): void => {
    if (message.type !== 'ended') {
      if (!silent) post(message);
      return;
    }
    running = null;
    if (message.code !== 0 && memory.refused) post({ type: 'exhausted' });
    else post({ type: 'ended', code: message.code, clean: true, memoryBytes: memory.taken });
  };
  const boot = async (): Promise<Machine> => createMachine(await create(), relay, shared);
  const prepared = async (): Promise<Machine> => {
    const machine = await boot();
    silent = true;
    machine.send(program);
    silent = false;
    return machine;
  };
  let next = Promise.resolve(await boot());

  async function prepare(): Promise<void> {
    (await next).send(program);
  }

  async function run(message: Extract<ToWorker, { type: 'run' }>): Promise<void> {
    const machine = await next;
    running = machine;
    memory.set(message.memoryBytes, machine.baseline);
    await goOn(machine, message);
  }

  /** Lets the machine do what the message brings about, and when the run is over makes the next one. */
  async function goOn(machine: Machine, message: ToWorker): Promise<void> {
    machine.send(message);
    await machine.settle(() => running !== machine);
    if (running) return;
    memory.set(null, 0);
    next = prepared();
  }

  const fail = (error: unknown): void => {
    if (memory.refused) post({ type: 'exhausted' });
    else post({ type: 'crashed', message: error instanceof Error ? error.message : String(error) });
  };
  return (message) => {
    switch (message.type) {
      case 'prepare':
        program = message;
        return void prepare().catch(fail);
      case 'run':
        return void run(message).catch(fail);
      case 'input':
        return void (running && goOn(running, message).catch(fail));
    }
  };
}
