/** The problems of one contest come one by one, under one batch. */
export interface Batch {
  id: string;
  size: number;
  come: number;
}

/** The batch after one more problem: the same that was, or a new one. */
export function nextBatch(before: Batch | null, { id, size }: Pick<Batch, 'id' | 'size'>): Batch {
  const come = before?.id === id ? before.come + 1 : 1;
  return { id, size, come };
}
