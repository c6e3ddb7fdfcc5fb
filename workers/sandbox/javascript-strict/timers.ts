export interface Timers {
  set(task: () => void, ms?: number): void;
  tick(): number;
}

/** `setTimeout` over a clock: whoever keeps the time calls `tick`, which says when to call it next. */
export function createTimers(now: () => number): Timers {
  let waiting: { due: number; order: number; task: () => void }[] = [];
  let next = 0;
  return {
    set(task, ms = 0) {
      waiting.push({ due: now() + Math.max(1, Number(ms) || 0), order: next++, task });
    },
    /** One task at a time, so that microtasks run between two. */
    tick() {
      waiting.sort((a, b) => a.due - b.due || a.order - b.order);
      const first = waiting[0];
      if (first && first.due <= now()) {
        waiting = waiting.slice(1);
        first.task();
      }
      if (waiting.length === 0) return -1;
      return Math.max(0, Math.min(...waiting.map(({ due }) => due)) - now());
    },
  };
}
