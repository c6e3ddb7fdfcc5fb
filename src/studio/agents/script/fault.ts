/** A fault that a scripted agent may make in its language: it looks right, and only running finds it. */
export interface ScriptedFault {
  /** What a memory says of it; an agent that reads this makes it no more. */
  lesson: string;
  pattern: RegExp;
  wrong: string;
}

/** The program with the fault; null where there is no place for it. */
export function withFault(source: string, { pattern, wrong }: ScriptedFault): string | null {
  const made = source.replace(pattern, wrong);
  return made === source ? null : made;
}
