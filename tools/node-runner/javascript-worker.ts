import { Script } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import { type Main, serve } from '../../workers/sandbox/javascript/endpoint.ts';

const port = parentPort!;
port.on(
  'message',
  serve({
    post: (message) => port.postMessage(message),
    shared: (workerData as { shared: SharedArrayBuffer }).shared,
    file: /(?<=[ (])main\.\w+(?=:\d)/,
    onUncaught(handle) {
      process.on('unhandledRejection', handle);
      process.on('uncaughtException', handle);
    },
    async compile(functionText, file) {
      try {
        const script = new Script(functionText, { filename: file });
        return { main: script.runInThisContext() as Main };
      } catch (error) {
        const { stack = '', message } = error as Error;
        return { error: `${stack.split('\n')[0]}\nSyntaxError: ${message}` };
      }
    },
  }),
);
port.postMessage({ type: 'ready' });
