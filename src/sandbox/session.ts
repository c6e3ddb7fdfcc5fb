import { type Cell, SandboxError } from './cell.ts';
import type { Exit, Run, RunFiles, RunInput } from './program.ts';
import type { FilesOfRun, FromWorker } from './protocol.ts';

/** Compiling, and the way from `run` to the program's first instruction; far more than a slow machine needs. */
const PREPARE_MS = 30_000;

/** A clock that rings so much too late was not watching. */
const OVERSLEPT_MS = 100;

/** Hands the submission to the cell; returns the compile error's text, or null. */
export function prepareIn(
  cell: Cell,
  { source, file }: { source: string; file: string },
  signal: AbortSignal,
): Promise<string | null> {
  return converse<string | null>(cell, signal, (settle, fail) => {
    const timer = setTimeout(() => settle('The program takes too long to compile.'), PREPARE_MS);
    cell.onDeath = (reason) =>
      fail(new SandboxError(`The sandbox ended while it compiled the program: ${reason}.`));
    cell.onMessage = (message) => {
      if (message.type === 'prepared') settle(message.compileError);
      if (message.type === 'crashed') settle(`The program could not be compiled: ${message.message}.`);
    };
    cell.post({ type: 'prepare', source, file });
    return () => clearTimeout(timer);
  });
}

/**
 * Runs the prepared submission once. `clean`: the same cell may run the next test. The clock is the host's and
 * runs from the program's first instruction to its end; bytes are counted here too, as the worker's word is not
 * to be trusted.
 */
export function runIn(
  cell: Cell,
  input: RunInput,
  signal: AbortSignal,
): Promise<{ run: Run; clean: boolean }> {
  const { timeMs, outputBytes, memoryBytes = null } = input.limits;
  const stdout: Uint8Array[] = [];
  const stderr: Uint8Array[] = [];
  const received: Record<string, string> = {};
  let size = 0;
  let startedAt: number | null = null;
  let overslept = false;

  return converse(cell, signal, (settle) => {
    const end = (exit: Exit, clean = false): void => {
      const ms = startedAt === null ? 0 : performance.now() - startedAt;
      const late = exit.kind === 'code' && ms > timeMs && !overslept;
      settle({
        run: {
          exit: late ? { kind: 'limit', limit: 'time' } : exit,
          stdout: decode(stdout, outputBytes),
          stderr: decode(stderr, outputBytes),
          files: exit.kind === 'code' ? received : {},
          ms: overslept ? Math.min(ms, timeMs) : ms,
        },
        clean,
      });
    };
    const expire = (): void => {
      // This thread was held up, and the program’s end may be waiting in line behind this timer: let it through.
      const heldUp = performance.now() - startedAt! - timeMs > OVERSLEPT_MS;
      if (heldUp && !overslept) {
        overslept = true;
        timer = setTimeout(expire, 0);
      } else end({ kind: 'limit', limit: 'time' });
    };
    let timer = setTimeout(
      () => end({ kind: 'crash', message: 'the sandbox did not start the program' }),
      PREPARE_MS,
    );
    cell.onDeath = (reason) => end({ kind: 'crash', message: reason });
    cell.onMessage = (message: FromWorker) => {
      switch (message.type) {
        case 'started':
          if (startedAt !== null) return;
          startedAt = performance.now();
          clearTimeout(timer);
          timer = setTimeout(expire, timeMs);
          return;
        case 'output':
          size += message.bytes.length;
          (message.stream === 'stdout' ? stdout : stderr).push(message.bytes);
          if (size > outputBytes) end({ kind: 'limit', limit: 'output' });
          return;
        case 'overflow':
          return end({ kind: 'limit', limit: 'output' });
        case 'file':
          if (!input.files?.wanted.includes(message.name)) return;
          size += message.bytes.length;
          if (size > outputBytes) return end({ kind: 'limit', limit: 'output' });
          received[message.name] = decode([message.bytes], outputBytes);
          return;
        case 'exhausted':
          return end({ kind: 'limit', limit: 'memory' });
        case 'ended':
          return end({ kind: 'code', code: message.code }, message.clean);
        case 'crashed':
          return end({ kind: 'crash', message: message.message });
      }
    };
    const stdin = new TextEncoder().encode(input.stdin);
    const files = input.files && encodeFiles(input.files);
    cell.post({ type: 'run', stdin, ...(files ? { files } : {}), outputBytes, memoryBytes });
    return () => clearTimeout(timer);
  });
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
