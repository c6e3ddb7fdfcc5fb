import type { FromWorker, ToWorker } from '../../../src/sandbox/protocol.ts';
import { Output } from '../output.ts';
import { EventLoop } from './event-loop.ts';
import { Files } from './files.ts';
import { wrapModule } from './module-syntax.ts';
import { nodeLike } from './node-like.ts';

/** The submission as a function of Node's module variables. */
export type Main = (...moduleVariables: unknown[]) => unknown;

/** What differs between a browser's worker and Node's. */
export interface Host {
  /** Compiles a function's text without running it; `error` is the compile error for a person, with its line. */
  compile(functionText: string, file: string): Promise<{ main: Main } | { error: string }>;
  /** Errors that no call of ours sees: rejected promises, microtasks. */
  onUncaught(handle: (error: unknown) => void): void;
  /** How the host's stack traces name the submission's file. */
  file: RegExp;
  post(message: FromWorker): void;
}

/** Answers the host's messages: one submission, one run. */
export function serve(host: Host): (message: ToWorker) => void {
  // The program gets its own timers in place of these.
  const schedule = globalThis.setTimeout.bind(globalThis);
  let main: Main | null = null;
  let name = '';

  async function prepare(source: string, file: string): Promise<void> {
    name = file;
    const compiled = await host.compile(wrapModule(source), file);
    if ('main' in compiled) main = compiled.main;
    host.post({ type: 'prepared', compileError: 'error' in compiled ? compiled.error : null });
  }

  function run({ stdin, files, outputBytes }: Extract<ToWorker, { type: 'run' }>): void {
    const folder = files ? new Files(files.given) : null;
    const output = new Output(outputBytes, host.post);
    const loop = new EventLoop(
      schedule,
      () => {
        node.leave(node.exitCode());
        return node.exitCode();
      },
      (reason) => {
        if ('error' in reason)
          output.write('stderr', new TextEncoder().encode(`${describe(reason.error, host.file, name)}\n`));
        output.flush();
        for (const wanted of files?.wanted ?? []) {
          const bytes = folder?.read(wanted);
          if (bytes) output.file(wanted, bytes);
        }
        host.post({ type: 'ended', code: 'error' in reason ? 1 : reason.code, clean: false });
      },
    );
    const node = nodeLike(stdin, folder, output, loop);
    host.onUncaught((error) => loop.fail(error));
    Object.assign(globalThis, { ...node.globals, global: globalThis });
    const module = { exports: {} };
    host.post({ type: 'started' });
    loop.enter(() => {
      const result = main!.call(module.exports, module.exports, node.require, module, `/${name}`, '/');
      if (result instanceof Promise) {
        const release = loop.hold();
        result.then(release, (error) => loop.fail(error));
      }
    });
  }

  return (message) => {
    if (message.type === 'prepare') void prepare(message.source, message.file);
    else if (message.type === 'run') run(message);
  };
}

/** The error with those lines of its stack that are the submission's own. */
export function describe(error: unknown, file: RegExp, name: string): string {
  if (!(error instanceof Error)) return `Uncaught ${String(error)}`;
  const head = `${error.name}: ${error.message}`;
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line) && file.test(line))
    .map((line) => line.replace(file, name).replace(/Object\.<anonymous> /, ''));
  return [head, ...frames.slice(0, 16)].join('\n');
}
