import type { FromWorker, ToWorker } from '../../../src/sandbox/protocol.ts';
import { Output } from '../output.ts';
import { type Blocking, PipedInput } from '../piped-input.ts';
import { EventLoop } from './event-loop.ts';
import { Files } from './files.ts';
import { wrapModule } from './module-syntax.ts';
import { nodeLike } from './node-like.ts';
import { ownModules } from './own-modules.ts';
import { PipedSource } from './piped-source.ts';
import { RECORDER, Recorder } from './trace/recorder.ts';
import { WholeInput } from './whole-input.ts';

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
  /** How to wait for piped input without events. */
  shared: Blocking;
}

/** Answers the host's messages: one submission, one run. */
export function serve(host: Host): (message: ToWorker) => void {
  // The program gets its own timers in place of these.
  const schedule = globalThis.setTimeout.bind(globalThis);
  const clock = performance.now.bind(performance);
  let name = '';
  let beside: Readonly<Record<string, string>> = {};
  let pipe: PipedInput | null = null;
  const modules = new Map<string, Main>();

  async function prepare(message: Extract<ToWorker, { type: 'prepare' }>): Promise<void> {
    name = message.file;
    beside = message.files ?? {};
    const scripts = Object.entries(beside).filter(([path]) => /\.[cm]?js$/.test(path));
    for (const [path, text] of [...scripts, [name, message.source] as const]) {
      const compiled = await host.compile(wrapModule(text), path);
      if ('error' in compiled) return host.post({ type: 'prepared', compileError: compiled.error });
      modules.set(path, compiled.main);
    }
    host.post({ type: 'prepared', compileError: null });
  }

  function run(message: Extract<ToWorker, { type: 'run' }>): void {
    const { stdin, argv = [], files, outputBytes } = message;
    const own = Object.entries(beside).map(([path, text]) => [path, new TextEncoder().encode(text)] as const);
    const given = { ...Object.fromEntries(own), ...files?.given };
    const wanted = files?.wanted ?? [];
    const folders = wanted.filter((one) => one.endsWith('/'));
    const folder = files || own.length > 0 ? new Files(given, folders) : null;
    const output = new Output(outputBytes, host.post);
    const loop = new EventLoop(
      schedule,
      clock,
      () => {
        node.leave(node.exitCode());
        return node.exitCode();
      },
      (reason) => {
        if ('error' in reason) recorder?.failed(reason.error);
        recorder?.stop(true);
        if ('error' in reason)
          output.write('stderr', new TextEncoder().encode(`${describe(reason.error, host.file, name)}\n`));
        output.flush();
        const inFolders = folders.flatMap((one) => folder?.list(one)?.map((file) => one + file) ?? []);
        for (const file of [...wanted, ...inFolders]) {
          const bytes = folder?.read(file);
          if (bytes) output.file(file, bytes);
        }
        host.post({ type: 'ended', code: 'error' in reason ? 1 : reason.code, clean: false });
      },
    );
    pipe = message.pipe ? new PipedInput(host.post, () => output.flush(), host.shared) : null;
    const input = pipe ? new PipedSource(pipe, loop) : new WholeInput(stdin);
    const node = nodeLike({ input, argv, files: folder, output, loop, ownModule: ownModules(modules) });
    host.onUncaught((error) => loop.fail(error));
    Object.assign(globalThis, { ...node.globals, global: globalThis });
    const module = { exports: {} };
    const recorder = message.trace
      ? new Recorder(
          () => output.printed,
          (trace) => host.post({ type: 'trace', trace }),
        )
      : null;
    if (recorder) Object.assign(globalThis, { [RECORDER]: recorder });
    host.post({ type: 'started' });
    loop.enter(() => {
      const result = modules
        .get(name)!
        .call(module.exports, module.exports, node.require, module, `/${name}`, '/');
      if (result instanceof Promise) {
        const release = loop.hold();
        result.then(release, (error) => loop.fail(error));
      }
    });
  }

  return (message) => {
    switch (message.type) {
      case 'prepare':
        return void prepare(message);
      case 'run':
        return run(message);
      case 'input':
        return pipe?.take(message.bytes);
    }
  };
}

/** The error with those lines of its stack that are the submission's own. */
export function describe(error: unknown, file: RegExp, name: string): string {
  if (!(error instanceof Error)) return `Uncaught ${String(error)}`;
  const head = `${error.name}: ${error.message}`;
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line) && file.test(line))
    .map((line) =>
      line.replace(file, name).replace(/(Object\.<anonymous>|(Object\.)?__quartetSubmission) /, ''),
    );
  return [head, ...frames.slice(0, 16)].join('\n');
}
