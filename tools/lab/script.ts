import type { Executor, SequenceId } from '../../src/llm/executor.ts';

/** Logits, f32`[vocabulary]` each. */
export type Rows = Float32Array[];

/**
 * A short piece of work that forks, continues and batches, by given tokens: its logits tell whether another executor
 * computes the same.
 */
export async function script(executor: Executor): Promise<Rows> {
  const token = (i: number) => (i * 7919 + 13) % executor.vocabularySize;
  const tokens = (from: number, count: number) => Array.from({ length: count }, (_, i) => token(from + i));
  const rows: Rows = [];
  const size = executor.vocabularySize;
  const step = async (inputs: { sequence: SequenceId; tokens: number[]; wanted?: number }[]) => {
    for (const logits of await executor.step(inputs))
      for (let at = 0; at < logits.length; at += size) rows.push(logits.slice(at, at + size));
  };
  const trunk = executor.create();
  // Not whole pages of 16, and then continued.
  await step([{ sequence: trunk, tokens: tokens(0, 19) }]);
  await step([{ sequence: trunk, tokens: tokens(19, 4), wanted: 2 }]);
  const batch = [executor.fork(trunk, 23), executor.fork(trunk, 23), executor.fork(trunk, 16)];
  const alone = executor.create();
  await step([{ sequence: alone, tokens: tokens(50, 5) }]);
  batch.push(alone);
  for (let i = 0; i < 2; i++)
    await step(batch.map((sequence, n) => ({ sequence, tokens: [token(100 + 10 * n + i)] })));
  executor.trim(batch[0], 20);
  await step([
    { sequence: batch[0], tokens: tokens(200, 3), wanted: 3 },
    { sequence: batch[1], tokens: tokens(300, 1) },
  ]);
  for (const sequence of [trunk, ...batch]) executor.drop(sequence);
  return rows;
}
