/** Several generators side by side: what each gives as it comes, in the order of coming. The first failure ends all. */
export async function* merge<T>(sources: readonly AsyncGenerator<T>[]): AsyncGenerator<T> {
  const waiting = new Map<number, Promise<{ at: number; next: IteratorResult<T> }>>();
  const pull = (at: number): void => {
    const next = sources[at]!.next().then((next) => ({ at, next }));
    // Heard when its turn comes, which may be after it failed.
    next.catch(() => {});
    waiting.set(at, next);
  };
  for (const at of sources.keys()) pull(at);
  try {
    while (waiting.size > 0) {
      const { at, next } = await Promise.race(waiting.values());
      waiting.delete(at);
      if (next.done) continue;
      pull(at);
      yield next.value;
    }
  } finally {
    await Promise.allSettled([...waiting.values()]);
    for (const source of sources) await source.return(undefined);
  }
}
