import { fingerprint } from '../../agents/hash.ts';
import { closeness, vectorOf } from './vectors.ts';

/** One instruction that an agent wrote. */
export interface Written {
  title: string;
  instruction: string;
}

/** A generation memory: what an agent wrote, and what it learned of its merits and faults. Plain data, for people to edit. */
export interface Memory {
  language: string;
  written: Written[];
  merits: string[];
  /** The last ones first; those found by running say what was run. */
  faults: string[];
}

/** What a round adds to a memory. */
export type Remembered = Memory;

/** Merits and faults that a prompt shows, and titles of what was written. */
const MOST_POINTS = 6;
const MOST_TITLES = 12;
/** Merits and faults that are kept at all. */
const MOST_KEPT = 24;
/** A point longer than this is cut: it is to be one sentence. */
const LONGEST = 240;

export const emptyMemory = (language: string): Memory => ({
  language,
  written: [],
  merits: [],
  faults: [],
});

const point = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
};

/** New points before the old ones, each once. */
const merged = (added: readonly string[], known: readonly string[]): string[] =>
  [...new Set([...added.map(point), ...known])].filter((text) => text !== '').slice(0, MOST_KEPT);

/** The memory with what a round taught. */
export function remember(memory: Memory, { written, merits, faults }: Remembered): Memory {
  return {
    language: memory.language,
    written: [...memory.written, ...written],
    merits: merged(merits, memory.merits),
    faults: merged(faults, memory.faults),
  };
}

/** How unlike what an agent wrote before an instruction is: 1 for all new, 0 for one that it wrote. */
export function noveltyOf(instruction: string, { written }: Memory): number {
  const vector = vectorOf(instruction);
  return 1 - Math.max(0, ...written.map((one) => closeness(vector, vectorOf(one.instruction))));
}

const list = (head: string, points: readonly string[]): string[] =>
  points.length > 0 ? [head, ...points.map((one) => `- ${one}`)] : [];

/** What of a memory goes into the agent's next prompt; empty where there is nothing yet. */
export function memoryText({ written, merits, faults }: Memory): string {
  const titles = written.slice(-MOST_TITLES).map(({ title }) => title);
  return [
    ...list('What you did well before:', merits.slice(0, MOST_POINTS)),
    ...list('Faults that were found in your work; avoid them:', faults.slice(0, MOST_POINTS)),
    ...(titles.length > 0 ? [`You wrote already, so write something else: ${titles.join('; ')}.`] : []),
  ].join('\n');
}

/** Names a memory in the provenance of what was written with it; `none` for an empty one. */
export function memoryId(memory: Memory): string {
  const text = memoryText(memory);
  return text === '' ? 'none' : fingerprint(text);
}
