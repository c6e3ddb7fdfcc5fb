import { useEffect, useRef, useState } from 'preact/hooks';

/** A value outside the components that they may watch: runs and services live longer than any page. */
export interface State<T> {
  readonly value: T;
  set(next: T): void;
  subscribe(listener: () => void): () => void;
}

export function createState<T>(initial: T): State<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get value() {
      return value;
    },
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The state's value, drawn again whenever it changes. */
export function useValue<T>(state: State<T>): T {
  const [, draw] = useState(0);
  const drawn = useRef(state.value);
  drawn.current = state.value;
  useEffect(() => {
    const redraw = () => draw((count) => count + 1);
    const stop = state.subscribe(redraw);
    // What was set between drawing and subscribing must be seen too.
    if (!Object.is(state.value, drawn.current)) redraw();
    return stop;
  }, [state]);
  return state.value;
}

/** What `load` gives for `key`, or null until it is there; an answer that comes too late for its key is dropped. */
export function useLoaded<T>(load: () => Promise<T>, key: unknown): { value: T | null; error: Error | null } {
  const [loaded, setLoaded] = useState<{ key: unknown; value: T | null; error: Error | null } | null>(null);
  useEffect(() => {
    let current = true;
    const settle = (value: T | null, error: Error | null) => current && setLoaded({ key, value, error });
    load().then(
      (value) => settle(value, null),
      (error: Error) => settle(null, error),
    );
    return () => {
      current = false;
    };
  }, [key]);
  return loaded && Object.is(loaded.key, key) ? loaded : { value: null, error: null };
}
