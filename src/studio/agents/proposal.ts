/** An example of what a program is given, and what it prints. */
export interface Example {
  input: string;
  output: string;
}

/** An instruction as an agent wrote it: a problem with the tests that it claims. */
export interface Proposal {
  title: string;
  instruction: string;
  /** With the outputs that its author claims; running says whether they hold. */
  samples: Example[];
  /** Further inputs; what is printed for them is found by running. */
  inputs: string[];
}
