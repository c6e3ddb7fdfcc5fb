import type { Alarm } from './alarm.ts';
import { type Cell, SandboxError } from './cell.ts';
import type { Exit, Run, RunFiles, RunInput, Trace } from './program.ts';
import type { FilesOfRun, FromWorker, Submission } from './protocol.ts';

/** Compiling, and the way from `run` to the program's first instruction; far more than a slow machine needs. */
const PREPARE_MS = 30_000;

/** What a turn in a conversation costs for the page's passing on what was said, which is no program's own time. */
const RELAY_MS = 0.25;

/**
 * Messages that a worker may send for one run, and for each piece of its input: a worker of ours gathers what is
 * printed and comes nowhere near. They wait in one line, and a flood would keep the page from hearing that time is up.
 */
const MOST_MESSAGES = 100_000;
const MOST_ANSWERS = 100;

/** Hands the submission to the cell; returns the compile error's text, or null. */
export function prepareIn(cell: Cell, submission: Submission, signal: AbortSignal): Promise<string | null> {
  return converse<string | null>(cell, signal, (settle, fail) => {
    const timer = setTimeout(() => settle('The program takes too long to compile.'), PREPARE_MS);
    cell.onDeath = (reason) =>
      fail(new SandboxError(`The sandbox ended while it compiled the program: ${reason}.`));
    cell.onMessage = (message) => {
      if (message.type === 'prepared') settle(message.compileError);
      if (message.type === 'crashed') settle(`The program could not be compiled: ${message.message}.`);
    };
    cell.post({ type: 'prepare', ...submission });
    return () => clearTimeout(timer);
  });
}

/**
 * Runs the prepared submission once. `clean`: the same cell may run the next test; `again`: it has to run this one again,
 * with what it has made for it. The clock is the host's `alarm` and
 * runs from the program's first instruction to its end, but not while it waits for the other end of its pipe; bytes
 * are counted here too, as the worker's word is not to be trusted.
 */
export function runIn(
  cell: Cell,
  input: RunInput,
  alarm: Alarm,
  signal: AbortSignal,
): Promise<{ run: Run; clean: boolean; again: boolean }> {
  const { timeMs, outputBytes, memoryBytes: memoryLimit = null } = input.limits;
  const stdout: Uint8Array[] = [];
  const stderr: Uint8Array[] = [];
  const received: Record<string, string> = {};
  const { pipe } = input;
  let size = 0;
  let started = false;
  /** When the clock was last started; null while it stands. */
  let since: number | null = null;
  let spentMs = 0;
  let armed = false;
  let callOff = (): void => {};
  /** Pieces of piped input that were sent. */
  let sent = 0;
  let messages = 0;
  let trace: Trace | null = null;

  return converse(cell, signal, (settle) => {
    const elapsed = (): number => spentMs + (since === null ? 0 : performance.now() - since);
    const end = (
      exit: Exit,
      { clean = false, again = false, memoryBytes, ms = elapsed() }: Ending = {},
    ): void => {
      settle({
        run: {
          exit,
          stdout: decode(stdout, outputBytes),
          stderr: decode(stderr, outputBytes),
          files: exit.kind === 'code' ? received : {},
          ms: exit.kind === 'code' ? Math.min(ms, timeMs) : ms,
          ...(memoryBytes === undefined ? {} : { memoryBytes }),
          ...(trace ? { trace } : {}),
        },
        clean,
        again,
      });
    };
    /** Ends the worker, and tells a program that was late from one that took the sandbox's whole process with it. */
    const expel = async (): Promise<void> => {
      const ms = elapsed();
      const gone = await cell.kill();
      end(gone === null ? { kind: 'limit', limit: 'time' } : { kind: 'crash', message: gone }, { ms });
    };
    /** An alarm for the least that is left: it may ring while the clock stands, or too early by what it stood. */
    const arm = (): void => {
      armed = true;
      callOff = alarm(timeMs - elapsed(), () => {
        armed = false;
        if (since === null) return;
        if (elapsed() < timeMs) arm();
        else void expel();
      });
    };
    const resume = (): void => {
      since = performance.now();
      if (!armed) arm();
    };
    const stand = (): void => {
      spentMs = Math.max(spentMs, elapsed() - RELAY_MS);
      since = null;
    };
    const answer = ({ shared, received: had, timers }: Extract<FromWorker, { type: 'reading' }>): void => {
      if (!pipe || !started || had !== sent) return;
      if (!timers && since !== null) stand();
      pipe.read((piece) => {
        sent++;
        if (shared) cell.feed(piece);
        else cell.post({ type: 'input', bytes: piece });
        if (since === null) resume();
      }, !timers);
    };
    const timer = setTimeout(
      () => end({ kind: 'crash', message: 'the sandbox did not start the program' }),
      PREPARE_MS,
    );
    if (pipe) pipe.onIdle = () => end({ kind: 'limit', limit: 'idle' });
    cell.onDeath = (reason) => end({ kind: 'crash', message: reason });
    cell.onMessage = (message: FromWorker) => {
      if (++messages > MOST_MESSAGES + sent * MOST_ANSWERS)
        return end({ kind: 'crash', message: 'it floods the page with messages' });
      switch (message.type) {
        case 'started':
          if (started) return;
          started = true;
          clearTimeout(timer);
          return resume();
        case 'output':
          size += message.bytes.length;
          (message.stream === 'stdout' ? stdout : stderr).push(message.bytes);
          if (size > outputBytes) return end({ kind: 'limit', limit: 'output' });
          if (message.stream === 'stdout') pipe?.write(message.bytes);
          return;
        case 'reading':
          return answer(message);
        case 'overflow':
          return end({ kind: 'limit', limit: 'output' });
        case 'file':
          if (!isWanted(message.name, input.files)) return;
          size += message.bytes.length;
          if (size > outputBytes) return end({ kind: 'limit', limit: 'output' });
          received[message.name] = decode([message.bytes], outputBytes);
          return;
        case 'trace':
          if (input.trace) trace = message.trace;
          return;
        case 'exhausted':
          return end({ kind: 'limit', limit: 'memory' });
        case 'ended':
          return end({ kind: 'code', code: message.code }, message);
        case 'again':
          return end({ kind: 'crash', message: 'its stack overflowed' }, { clean: true, again: true });
        case 'crashed':
          return end({ kind: 'crash', message: message.message });
      }
    };
    const stdin = new TextEncoder().encode(input.stdin);
    const files = input.files && encodeFiles(input.files);
    cell.post({
      type: 'run',
      stdin,
      pipe: pipe !== undefined,
      argv: input.argv ?? [],
      ...(files ? { files } : {}),
      outputBytes,
      memoryBytes: memoryLimit,
      ...(input.trace ? { trace: true } : {}),
    });
    return () => {
      clearTimeout(timer);
      callOff();
      pipe?.close();
    };
  });
}

/** What else is told of a run that has ended. */
interface Ending {
  clean?: boolean;
  again?: boolean;
  memoryBytes?: number;
  ms?: number;
}

/** One question to a cell and its answer. The callbacks are taken off again; an abort rejects with its reason. */
function converse<T>(
  cell: Cell,
  signal: AbortSignal,
  start: (settle: (value: T) => void, fail: (error: Error) => void) => () => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const abort = (): void => finish(() => reject(signal.reason));
    const finish = (deliver: () => void): void => {
      cell.onMessage = null;
      cell.onDeath = null;
      signal.removeEventListener('abort', abort);
      stop();
      deliver();
    };
    const stop = start(
      (value) => finish(() => resolve(value)),
      (error) => finish(() => reject(error)),
    );
    signal.addEventListener('abort', abort, { once: true });
  });
}

function isWanted(name: string, files: RunFiles | undefined): boolean {
  const [folder, file, ...deeper] = name.split('/');
  const inFolder = file !== undefined && file !== '' && deeper.length === 0;
  return files?.wanted.some((wanted) => wanted === name || (inFolder && wanted === `${folder}/`)) ?? false;
}

function encodeFiles(files: RunFiles): FilesOfRun {
  const given = Object.entries(files.given).map(
    ([name, text]) => [name, new TextEncoder().encode(text)] as const,
  );
  return { given: Object.fromEntries(given), wanted: files.wanted };
}

function decode(chunks: Uint8Array[], limit: number): string {
  const decoder = new TextDecoder();
  let left = limit;
  let text = '';
  for (const chunk of chunks) {
    text += decoder.decode(chunk.subarray(0, left), { stream: true });
    left = Math.max(0, left - chunk.length);
  }
  return text + decoder.decode();
}
