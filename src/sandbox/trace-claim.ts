import { TRACED_VALUE } from './program.ts';

/** What a worker of ours never passes: a claim that does comes from elsewhere. */
const MOST_STEPS = 2000;
const MOST_CHANGES = 64;
const MOST_NAME = 200;

type Fields = Record<string, unknown>;

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isShort = (value: unknown, most: number): boolean => typeof value === 'string' && value.length <= most;

/** Whether it is a trace at all, and no larger than one may be. */
export function isTrace(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { steps, whole } = value as Fields;
  return (
    typeof whole === 'boolean' && Array.isArray(steps) && steps.length <= MOST_STEPS && steps.every(isStep)
  );
}

function isStep(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { at, line, fn, changed, printed } = value as Fields;
  if (!isCount(at) || !isCount(line) || !isCount(printed) || !isShort(fn, MOST_NAME)) return false;
  return Array.isArray(changed) && changed.length <= MOST_CHANGES && changed.every(isChange);
}

function isChange(value: unknown): boolean {
  if (!Array.isArray(value) || value.length !== 2) return false;
  return isShort(value[0], MOST_NAME) && isShort(value[1], TRACED_VALUE);
}
