/** Where items stand in the whole input: the first one's place, and how far each is from the one before it. */
export interface Places {
  from?: number;
  step?: number;
}

/** Works on so many items at once and gives the results in the order of the items. The first failure ends it. */
export async function* inOrder<Item, Result>(
  items: AsyncIterable<Item>,
  atOnce: number,
  work: (item: Item, index: number) => Promise<Result>,
): AsyncGenerator<Result> {
  const underway: Promise<Result>[] = [];
  let index = 0;
  for await (const item of items) {
    const job = work(item, index++);
    // Heard when its turn comes.
    job.catch(() => {});
    underway.push(job);
    if (underway.length >= atOnce) yield await underway.shift()!;
  }
  for (const job of underway) yield await job;
}
