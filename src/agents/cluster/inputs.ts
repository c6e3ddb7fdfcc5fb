import type { Io } from '../../judge/problem.ts';
import { changedCall } from './call-input.ts';
import { Draw } from './draw.ts';
import { changeLines } from './lines.ts';

/** Draws so many times for each input that is wanted: some changes give what there is already. */
const TRIES = 8;

/**
 * At most `count` inputs like the samples: values changed within their types and ranges, lists longer, shorter and in other
 * orders, with the counts that announce them kept true. The same for the same seed. Nothing says that they are valid.
 */
export function likeSamples(samples: readonly string[], io: Io, count: number, seed: number): string[] {
  const draw = new Draw(seed);
  const change = io.kind === 'call' ? changedCall(samples) : changeLines(samples);
  const known = new Set(samples);
  const made: string[] = [];
  for (let i = 0; i < count * TRIES && made.length < count; i++) {
    const input = change(samples[i % samples.length]!, draw);
    if (input === null || known.has(input)) continue;
    known.add(input);
    made.push(input);
  }
  return made;
}
