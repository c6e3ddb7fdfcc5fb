import { checkerOf } from './checkers/index.ts';
import type { Io, Problem } from './problem.ts';

/** A problem that could never be judged; `field` is the place in its JSON. */
export class InvalidProblemError extends Error {
  override name = 'InvalidProblemError';
  constructor(
    title: string,
    readonly field: string,
    reason: string,
  ) {
    super(`The problem “${title}” cannot be used: ${field} ${reason}.`);
  }
}

/**
 * Throws unless the problem keeps what every reader of one relies on: tests with ids of their own and an answer each,
 * limits above zero, names of files that stay in the program's folder, a checker that there is.
 */
export function validateProblem({ title, tests, limits, io, checker }: Problem): void {
  const refuse = (field: string, reason: string): never => {
    throw new InvalidProblemError(title, field, reason);
  };
  const ids = new Set<string>();
  tests.forEach(({ id, answers }, i) => {
    if (ids.has(id)) refuse(`tests[${i}].id`, `is “${id}”, which another test has; every test needs its own`);
    if (answers.length === 0) refuse(`tests[${i}].answers`, 'is empty; a test needs at least one answer');
    ids.add(id);
  });
  for (const [name, value] of Object.entries(limits)) {
    if (!(value > 0)) refuse(`limits.${name}`, `is ${value}; it should be above 0`);
  }
  validateIo(io, refuse);
  checkerOf(checker);
}

function validateIo(io: Io, refuse: (field: string, reason: string) => never): void {
  if (io.kind === 'call' && !/^[A-Za-z_]\w*$/.test(io.fn)) {
    refuse('io.fn', `is “${io.fn}”; it should be the name of a function`);
  }
  if (io.kind !== 'files') return;
  for (const field of ['input', 'output'] as const) {
    const name = io[field];
    if (!/^(?!\.)[\w. -]*$/.test(name)) {
      refuse(`io.${field}`, `is “${name}”; it should be the plain name of a file, without a folder`);
    }
  }
  if (io.input !== '' && io.input === io.output) {
    refuse('io.output', `is “${io.output}”, the input file; it should be another`);
  }
}
