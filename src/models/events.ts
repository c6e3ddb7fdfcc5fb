/**
 * The events that `work` tells, as they come; ends or fails with it. Leaving early aborts the signal that `work` is
 * given, and waits until it has ended: what it holds (a lock, a file) is free then.
 */
export async function* eventsOf<E>(
  signal: AbortSignal,
  work: (tell: (event: E) => void, signal: AbortSignal) => Promise<void>,
): AsyncGenerator<E, void> {
  const left = new AbortController();
  const events: E[] = [];
  let wake: () => void = () => {};
  let over = false;
  const tell = (event: E): void => {
    events.push(event);
    wake();
  };
  const done = work(tell, AbortSignal.any([signal, left.signal])).finally(() => {
    over = true;
    wake();
  });
  done.catch(() => {});
  try {
    while (!over || events.length > 0) {
      const event = events.shift();
      if (event) yield event;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (over) resolve();
        });
      }
    }
    await done;
  } finally {
    left.abort();
    await done.catch(() => {});
  }
}
