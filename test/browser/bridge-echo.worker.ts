import { expose } from '../../src/bridge.ts';

class ShelfError extends Error {
  override readonly name = 'ShelfError';
  readonly shelf = 3;
  readonly books = ['a', 'b'];
}

const left: string[] = [];

/** What the bridge's tests call from the page. */
const api = {
  async *count(to: number) {
    try {
      for (let i = 0; i < to; i++) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        yield i;
      }
    } finally {
      left.push(`count ${to}`);
    }
  },
  left: () => left,
  fail() {
    throw new ShelfError('the shelf is empty');
  },
  async *failAfter(items: number) {
    for (let i = 0; i < items; i++) yield i;
    throw new ShelfError('nothing left');
  },
  throwText() {
    throw 'plain';
  },
  /** Rejects as a fetch would when the signal, which lies deep in the argument, is aborted. */
  wait: ({ steps }: { steps: { signal: AbortSignal; name: string }[] }) =>
    new Promise((_, reject) => {
      const { signal } = steps[1];
      if (signal.aborted) reject(signal.reason);
      signal.addEventListener('abort', () => reject(signal.reason));
    }),
  names: ({ steps }: { steps: { signal: AbortSignal; name: string }[] }) => steps.map(({ name }) => name),
};

export type EchoApi = typeof api;
expose(api);
