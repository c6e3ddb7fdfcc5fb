import type { FromWorker } from './protocol.ts';
import { isTrace } from './trace-claim.ts';

type Fields = Record<string, unknown>;

const isBytes = (value: unknown): boolean => value instanceof Uint8Array;
const isText = (value: unknown): boolean => typeof value === 'string';
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const optional = (holds: (value: unknown) => boolean) => (value: unknown) =>
  value === undefined || holds(value);

/** What each message must hold to be read at all. */
const SHAPES: Record<FromWorker['type'], (fields: Fields) => boolean> = {
  ready: () => true,
  prepared: ({ compileError }) => compileError === null || isText(compileError),
  started: () => true,
  output: ({ stream, bytes }) => (stream === 'stdout' || stream === 'stderr') && isBytes(bytes),
  reading: ({ shared, received, timers }) =>
    typeof shared === 'boolean' && isCount(received) && (timers === undefined || typeof timers === 'boolean'),
  overflow: () => true,
  file: ({ name, bytes }) => isText(name) && isBytes(bytes),
  trace: ({ trace }) => isTrace(trace),
  ended: ({ code, clean, memoryBytes }) =>
    Number.isSafeInteger(code) && typeof clean === 'boolean' && optional(isCount)(memoryBytes),
  again: () => true,
  exhausted: () => true,
  crashed: ({ message }) => isText(message),
};

/** A worker's message, or null for what no worker of ours would send: a program may have got hold of its port. */
export function claimOf(data: unknown): FromWorker | null {
  if (typeof data !== 'object' || data === null) return null;
  const { type } = data as Fields;
  if (typeof type !== 'string' || !Object.hasOwn(SHAPES, type)) return null;
  return SHAPES[type as FromWorker['type']](data as Fields) ? (data as FromWorker) : null;
}
