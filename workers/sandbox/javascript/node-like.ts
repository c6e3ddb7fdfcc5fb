import type { Output } from '../output.ts';
import { Emitter } from './emitter.ts';
import { type EventLoop, ExitSignal } from './event-loop.ts';
import { fileSystem } from './file-system.ts';
import type { Files } from './files.ts';
import type { InputSource } from './input-source.ts';
import { format } from './inspect.ts';
import { plainModules } from './modules.ts';
import type { OwnModules } from './own-modules.ts';
import { readlineModules } from './readline.ts';
import { Stdin } from './stdin.ts';
import { bytesOf, NodeBuffer } from './text-buffer.ts';

/** What a program finds around it: `require` and the globals of Node, as far as contests use them. */
export interface NodeLike {
  require: (name: string) => unknown;
  globals: Record<string, unknown>;
  exitCode(): number;
  /** Lets `process.on('exit')` listeners run; once. */
  leave(code: number): void;
}

export interface Surroundings {
  input: InputSource;
  argv: readonly string[];
  files: Files | null;
  output: Output;
  loop: EventLoop;
  ownModule: OwnModules;
}

export function nodeLike({ input, argv, files, output, loop, ownModule }: Surroundings): NodeLike {
  const stdin = new Stdin(input, loop);
  const write = (stream: 'stdout' | 'stderr', bytes: Uint8Array): void => {
    if (!loop.over && !output.write(stream, bytes)) throw new ExitSignal(1);
  };
  const print =
    (stream: 'stdout' | 'stderr') =>
    (...values: unknown[]) =>
      write(stream, bytesOf(`${format(...values)}\n`));
  const stream = (name: 'stdout' | 'stderr', fd: number) =>
    Object.assign(new Emitter(), {
      fd,
      isTTY: false,
      writable: true,
      write(chunk: unknown, ...rest: unknown[]): boolean {
        write(name, bytesOf(chunk));
        const done = rest.at(-1);
        if (typeof done === 'function') loop.later(() => done(), 0);
        return true;
      },
      end(chunk?: unknown): void {
        if (chunk !== undefined && typeof chunk !== 'function') write(name, bytesOf(chunk));
      },
      cork(): void {},
      uncork(): void {},
    });

  const log = print('stdout');
  const warn = print('stderr');
  const console = {
    log,
    info: log,
    debug: log,
    error: warn,
    warn,
    trace: warn,
    table: log,
    time() {},
    timeEnd() {},
  };

  let left = false;
  const origin = performance.now();
  const process = Object.assign(new Emitter(), {
    stdin,
    stdout: stream('stdout', 1),
    stderr: stream('stderr', 2),
    argv: ['node', 'main.js', ...argv],
    env: {},
    platform: 'linux',
    version: 'v20.0.0',
    versions: { node: '20.0.0' },
    pid: 1,
    exitCode: undefined as number | undefined,
    cwd: () => '/',
    uptime: () => (performance.now() - origin) / 1000,
    memoryUsage: () => ({ rss: 0, heapTotal: 0, heapUsed: 0 }),
    hrtime: Object.assign(hrtime, { bigint: () => BigInt(Math.round(performance.now() * 1e6)) }),
    nextTick: (task: (...args: unknown[]) => void, ...args: unknown[]) =>
      queueMicrotask(() => loop.goOn(() => task(...args))),
    exit(code?: number): never {
      const status = Number(code ?? process.exitCode ?? 0) & 0xff;
      leave(status);
      const signal = new ExitSignal(status);
      loop.fail(signal);
      throw signal;
    },
  });
  function leave(code: number): void {
    if (left) return;
    left = true;
    process.emit('exit', code);
  }

  const { readline, promises } = readlineModules(stdin, loop, (text) => write('stdout', bytesOf(text)));
  const fs = fileSystem(stdin, write, files, loop);
  const modules: Record<string, unknown> = {
    ...plainModules(),
    fs,
    'fs/promises': fs.promises,
    process,
    readline,
    'readline/promises': promises,
    timers: timers(loop),
  };
  function require(name: string): unknown {
    const found = modules[name.replace(/^node:/, '')] ?? ownModule(name, require);
    if (found) return found;
    throw Object.assign(new Error(`Cannot find module '${name}'`), { code: 'MODULE_NOT_FOUND' });
  }
  return {
    require,
    globals: { ...timers(loop), process, console, Buffer: NodeBuffer, prompt: () => stdin.takeLine() },
    exitCode: () => Number(process.exitCode ?? 0) & 0xff,
    leave,
  };
}

function hrtime(since?: [number, number]): [number, number] {
  const now = performance.now() - (since ? since[0] * 1e3 + since[1] / 1e6 : 0);
  return [Math.floor(now / 1e3), Math.floor((now % 1e3) * 1e6)];
}

type Task = (...args: unknown[]) => unknown;

function timers(loop: EventLoop) {
  const active = new Map<number, { cancel(): void }>();
  let next = 1;
  const once = (task: Task, ms: number, args: unknown[]): number => {
    const id = next++;
    active.set(
      id,
      loop.later(() => {
        active.delete(id);
        task(...args);
      }, ms),
    );
    return id;
  };
  const clear = (id: unknown): void => {
    active.get(Number(id))?.cancel();
    active.delete(Number(id));
  };
  return {
    setTimeout: (task: Task, ms?: unknown, ...args: unknown[]) => once(task, delayOf(ms), args),
    setImmediate: (task: Task, ...args: unknown[]) => once(task, 0, args),
    setInterval(task: Task, ms?: unknown, ...args: unknown[]): number {
      const id = next++;
      const delay = delayOf(ms);
      const again = (): void => {
        active.set(
          id,
          loop.later(() => {
            again();
            task(...args);
          }, delay),
        );
      };
      again();
      return id;
    },
    clearTimeout: clear,
    clearImmediate: clear,
    clearInterval: clear,
  };
}

/** Node's: whole milliseconds, 1 for what is none of 1 to 2³¹ − 1. */
function delayOf(ms: unknown): number {
  const delay = Math.trunc(Number(ms));
  return delay >= 1 && delay < 2 ** 31 ? delay : 1;
}
