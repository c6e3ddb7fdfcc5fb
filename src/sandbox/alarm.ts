/** Rings once, `ms` milliseconds from now, unless it is called off by what it returns. */
export type Alarm = (ms: number, ring: () => void) => () => void;

/**
 * An alarm on this thread's own timer. After a thread was held up, its timers come before the messages that waited
 * longer; those are let through first.
 */
export const alarmHere: Alarm = (ms, ring) => {
  let timer = setTimeout(() => {
    timer = setTimeout(ring, 1);
  }, ms);
  return () => clearTimeout(timer);
};

/** So much later the page's own timer rings, should the worker never do. */
const BACKSTOP_MS = 1000;

/** What an alarm's worker is asked: to answer with `id` at `at`, in milliseconds since 1970. */
export interface AlarmRequest {
  id: number;
  at: number;
}

/**
 * An alarm in a worker of the page. It rings by a message, which stands in one line with those of the programs: one
 * that ended in time is heard first, however long the page was held up. Nor is it slowed down in a hidden tab.
 */
export function alarmIn(start: () => Worker): { alarm: Alarm; dispose(): void } {
  const bells = new Map<number, () => void>();
  let worker: Worker | null = null;
  let next = 1;
  const clock = (): Worker => {
    worker ??= start();
    worker.onmessage = ({ data: id }: MessageEvent<number>) => bells.get(id)?.();
    return worker;
  };
  return {
    alarm(ms, ring) {
      const id = next++;
      const callOff = (): void => {
        bells.delete(id);
        backstop();
      };
      const strike = (): void => {
        callOff();
        ring();
      };
      const backstop = alarmHere(ms + BACKSTOP_MS, strike);
      bells.set(id, strike);
      const at = performance.timeOrigin + performance.now() + ms;
      clock().postMessage({ id, at } satisfies AlarmRequest);
      return callOff;
    },
    dispose() {
      worker?.terminate();
      worker = null;
    },
  };
}
