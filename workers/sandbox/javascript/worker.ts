import type { FromWorker, ToWorker } from '../../../src/sandbox/protocol.ts';
import { openPort } from '../port.ts';
import { type Main, serve } from './endpoint.ts';
import { declared, SUBMISSION } from './module-syntax.ts';

/** A classic worker's own; the types that the project is checked with know only the page. */
declare function importScripts(url: string): void;

/** The JavaScript worker inside the isolated frame: V8 itself, a new worker for every test. */
const REGISTER = '__quartetMain';
const BLOB_URL = /blob:[^\s:)]+(?:\/[^\s:)]*)*/;

openPort(async (port, _assets, shared) => {
  const post = (message: FromWorker): void => port.postMessage(message);
  const answer = serve({
    post,
    shared,
    file: BLOB_URL,
    onUncaught(handle) {
      self.addEventListener('unhandledrejection', (event) => {
        event.preventDefault();
        handle(event.reason);
      });
      self.addEventListener('error', (event) => {
        event.preventDefault();
        handle(event.error ?? new Error(event.message));
      });
    },
    compile,
  });
  port.onmessage = (event: MessageEvent<ToWorker>) => answer(event.data);
  post({ type: 'ready' });
});

/**
 * Imports the text as a script, which registers the function and ends there. The function is declared and not called
 * upon, so that a submission which closes it too early has nothing run before its time: what follows is never reached,
 * and the register cannot be declared anew. Every error is left uncaught, because the event alone tells a syntax error's line.
 */
function compile(functionText: string, file: string): Promise<{ main: Main } | { error: string }> {
  return new Promise((resolve) => {
    const script = `${REGISTER}(${SUBMISSION});${declared(functionText)}`;
    const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
    const refuse = (event: ErrorEvent): void => {
      event.preventDefault();
      resolve({ error: `${file}:${event.lineno}\n${event.message.replace(/^Uncaught /, '')}` });
    };
    const register = (main: Main): never => {
      resolve({ main });
      throw new Error('The submission is registered; the rest of the script is not to run.');
    };
    self.addEventListener('error', refuse, { once: true });
    setTimeout(() => {
      Object.defineProperty(self, REGISTER, { value: register });
      importScripts(url);
    });
  });
}
