/** Verdicts of one test or of a whole submission, in the field's letters. */
export type Verdict = 'AC' | 'WA' | 'PE' | 'RE' | 'TLE' | 'MLE' | 'OLE' | 'CE' | 'IE' | 'SK' | 'ILE';

/** Where an output first leaves the answer: 1-based line and column of the output. */
export interface Difference {
  line: number;
  column: number;
  expected: string;
  actual: string;
}

/** A piece of what a submission and an interactor said to each other. */
export interface Said {
  from: 'submission' | 'interactor';
  /** As it was written, line ends included; it need not end with one. */
  text: string;
  /** How many characters before this piece were left out of a long conversation; none if it is not there. */
  omitted?: number;
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
  /** What the problem's own checker or interactor remarked, cut to a few kilobytes; not there if it said nothing. */
  remark?: string;
  /** In an interactive problem what was said, in order, cut to a few kilobytes from its beginning and its end. */
  transcript?: Said[];
  /** `memoryBytes`: what the run took beside its language's runtime, where it can be known. */
  measured: { ms: number; memoryBytes?: number };
}
