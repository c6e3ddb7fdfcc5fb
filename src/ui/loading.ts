/** Something that takes a while to be there, and says so meanwhile. */
export type Loading<T> =
  | { is: 'loading'; note: string /** 0…1, or null when it cannot be told. */; fraction: number | null }
  | { is: 'ready'; value: T }
  | { is: 'failed'; error: Error };

/** The value if it is there. */
export function readyValue<T>(loading: Loading<T>): T | null {
  return loading.is === 'ready' ? loading.value : null;
}
