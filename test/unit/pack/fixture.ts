import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Message } from '../../../src/llm/engine.ts';

export interface Golden {
  tokens: number[];
  /** Positions of `tokens` after which the logits below were taken. */
  positions: number[];
  tied: number[][];
  untied: number[][];
  role: number[][];
  /** Qwen3 on its 4-bit weights, and on those of the checkpoint. */
  qwen3: number[][];
  qwen3_plain: number[][];
  texts: { text: string; tokens: number[] }[];
  chats: { messages: Message[]; tokens: number[] }[];
}

/** A folder of `test/fixtures/llm`, which `training/golden.py` makes (`packed`: `npm run pack` from `tied` and `adapter`). */
export function fixture(name: string): string {
  return fileURLToPath(new URL(`../../fixtures/llm/${name}`, import.meta.url));
}

export const golden: Golden = JSON.parse(readFileSync(fixture('golden.json'), 'utf8'));

/** How far logits are from the golden ones, relative to the largest of these. */
export function distance(logits: ArrayLike<number>, wanted: readonly number[]): number {
  const largest = Math.max(...wanted.map(Math.abs));
  return Math.max(...wanted.map((value, i) => Math.abs(value - logits[i]))) / largest;
}
