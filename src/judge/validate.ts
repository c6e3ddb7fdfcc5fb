import { checkerOf } from './checkers/index.ts';
import { type Io, PROGRAM_CHECKER, type Problem } from './problem.ts';

/** Or nothing. */
const PLAIN_NAME = /^(?!\.)[\w. -]*$/;

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
export function validateProblem({ title, tests, limits, io, checker, interactor }: Problem): void {
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
  if (interactor && io.kind !== 'stdin') {
    refuse('io.kind', `is “${io.kind}”; an interactive problem talks on the standard streams`);
  }
  if ((checker.id === PROGRAM_CHECKER) !== (checker.program !== undefined)) {
    refuse('checker', `should have a program exactly if its id is “${PROGRAM_CHECKER}”`);
  }
  if (!checker.program) checkerOf(checker);
  for (const [field, program] of [
    ['checker.program', checker.program],
    ['interactor', interactor],
  ] as const) {
    const name = Object.keys(program?.files ?? {}).find((one) => !PLAIN_NAME.test(one) || one === '');
    if (name !== undefined)
      refuse(`${field}.files`, `has “${name}”; it should be the plain name of a file, without a folder`);
  }
}

function validateIo(io: Io, refuse: (field: string, reason: string) => never): void {
  if (io.kind === 'call' && !/^[A-Za-z_]\w*$/.test(io.fn)) {
    refuse('io.fn', `is “${io.fn}”; it should be the name of a function`);
  }
  if (io.kind !== 'files') return;
  for (const field of ['input', 'output'] as const) {
    const name = io[field];
    if (!PLAIN_NAME.test(name)) {
      refuse(`io.${field}`, `is “${name}”; it should be the plain name of a file, without a folder`);
    }
  }
  if (io.input !== '' && io.input === io.output) {
    refuse('io.output', `is “${io.output}”, the input file; it should be another`);
  }
}
