import type { ServerResponse } from 'node:http';

/** Problems that nobody has fetched are held, no more than these; a contest has a dozen. */
const MOST_HELD = 100;

/** What the open pages are told, as server-sent events: a `problem`'s JSON, or why one was `refused`. */
export interface Stream {
  /** False if no page is open: it is told later. */
  tell(event: 'problem' | 'refused', data: unknown): boolean;
  /** Makes a page's request one that is told everything from now on, and first what came while none was there. */
  follow(response: ServerResponse): void;
}

export function createStream(): Stream {
  const pages = new Set<ServerResponse>();
  let held: string[] = [];
  return {
    tell(event, data) {
      const message = `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
      for (const page of pages) page.write(message);
      if (pages.size > 0) return true;
      held = [...held, message].slice(-MOST_HELD);
      return false;
    },
    follow(response) {
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
      response.write(`retry: 1000\n\n${held.join('')}`);
      held = [];
      pages.add(response);
      response.on('close', () => pages.delete(response));
    },
  };
}
