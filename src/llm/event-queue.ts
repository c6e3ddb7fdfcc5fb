/** Events pushed by a producer for one consumer, who may leave early (`break`): `onLeave` is then called once. */
export class EventQueue<T> implements AsyncIterable<T> {
  private readonly events: T[] = [];
  private closed = false;
  private wake: (() => void) | null = null;

  constructor(private readonly onLeave: () => void) {}

  push(event: T): void {
    if (this.closed) return;
    this.events.push(event);
    this.wake?.();
  }

  /** No more events come; those that are there are still delivered. */
  close(): void {
    this.closed = true;
    this.wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void> {
    try {
      while (true) {
        const event = this.events.shift();
        if (event !== undefined) yield event;
        else if (this.closed) return;
        else {
          await new Promise<void>((resolve) => {
            this.wake = resolve;
          });
        }
      }
    } finally {
      if (!this.closed) {
        this.close();
        this.onLeave();
      }
    }
  }
}
