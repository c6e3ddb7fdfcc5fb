/** Verdicts of one test or of a whole submission, in the field's letters. */
export type Verdict = 'AC' | 'WA' | 'PE' | 'RE' | 'TLE' | 'MLE' | 'OLE' | 'CE' | 'IE' | 'SK' | 'ILE';

/** Where an output first leaves the answer: 1-based line and column of the output. */
export interface Difference {
  line: number;
  column: number;
  expected: string;
  actual: string;
}

/** What one test showed. Times and memory stand in `measured` alone, so that verdicts compare across machines. */
export interface TestResult {
  id: string;
  verdict: Verdict;
  /** One sentence for a person, e.g. `line 2: expected 7, got 8`; empty for AC. */
  detail: string;
  difference?: Difference;
  /** What was compared with the answer, cut to a few kilobytes: printed, written to the output file, or returned. */
  stdout: string;
  /** The errors that the program printed, after what it printed beside its answer. */
  stderr: string;
  /** `memoryBytes`: what the run took beside its language's runtime, where it can be known. */
  measured: { ms: number; memoryBytes?: number };
}
