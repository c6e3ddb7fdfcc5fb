/** What the judge's benchmark runs in a language. */
export interface BenchPrograms {
  language: string;
  /** Reads two numbers, prints their sum. */
  trivial: string;
  /** Never ends. */
  endless: string;
  /** What takes the processor, by the name of its work. */
  heavy: Record<Work, Heavy>;
  /** What runs the same on this machine, if it is installed. */
  native: Native;
  /** Sources whose compiling is timed, by what they include. */
  compiles?: Record<string, string>;
}

export interface Native {
  /** Makes `file` into `program`; missing where `run` reads the source itself. */
  compile?: (file: string, program: string) => string[];
  run: (file: string, program: string) => string[];
  extension: string;
}

/**
 * `sieve` counts the primes below 5,000,000; `map` counts 1,000,000 numbers of a generator by their remainder modulo
 * 200,003 and prints how many remainders there are and the largest count; `loop` takes 100,000,000 steps, or
 * 10,000,000 in an interpreter, each of which needs the one before.
 */
export type Work = 'sieve' | 'map' | 'loop';
export const WORKS: readonly Work[] = ['sieve', 'map', 'loop'];

export interface Heavy {
  source: string;
  prints: string;
}

/** What the loop prints after so many steps. */
const STEPS = { 10000000: '1347020161', 100000000: '660469505' };

/** The three works with what each prints. */
export function heavy(sources: Record<Work, string>, steps: keyof typeof STEPS): BenchPrograms['heavy'] {
  return {
    sieve: { source: sources.sieve, prints: '348513' },
    map: { source: sources.map, prints: '198708 17' },
    loop: { source: sources.loop, prints: STEPS[steps] },
  };
}
