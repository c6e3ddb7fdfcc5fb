import type { State } from './state.ts';

/** Something that takes a while to be there, and says so meanwhile. */
export type Loading<T> =
  | { is: 'loading'; note: string /** 0…1, or null when it cannot be told. */; fraction: number | null }
  | { is: 'ready'; value: T }
  | { is: 'failed'; error: Error };

/** The value if it is there. */
export function readyValue<T>(loading: Loading<T>): T | null {
  return loading.is === 'ready' ? loading.value : null;
}

/** Waits until the value is there; rejects with what kept it from coming. */
export function whenReady<T>(state: State<Loading<T>>): Promise<T> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const { value: loading } = state;
      if (loading.is === 'loading') return;
      stop();
      if (loading.is === 'ready') resolve(loading.value);
      else reject(loading.error);
    };
    const stop = state.subscribe(look);
    look();
  });
}
