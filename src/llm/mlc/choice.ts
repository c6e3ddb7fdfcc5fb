import type { Passes } from './model.ts';

/** The name that a run records. */
export function nameOf(passes: Passes): string {
  return `mlc 1 ${passes}`;
}

/** The passes that a name stands for, or null. */
export function passesNamed(name: string): Passes | null {
  const [, passes] = /^mlc 1 (batched|single)$/.exec(name) ?? [];
  return (passes as Passes | undefined) ?? null;
}
