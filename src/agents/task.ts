import type { Io, OpenProblem } from '../judge/problem.ts';

export interface Sample {
  input: string;
  output: string;
}

/** What a role is told of the problem. A tuned prompt takes the statement and the feedback alone. */
export interface Task {
  statement: string;
  samples?: readonly Sample[];
  /** How the program gets its input and gives its output, in a sentence. */
  exchange?: string;
  /** What a supervisor said of the role's last answer, when it is asked again. */
  feedback?: string;
}

const stream = (name: string, standard: string) => (name === '' ? standard : `the file ${name}`);

const TALK =
  'The program talks with a judge program: what it prints the other reads, and the answers are on standard input. It flushes all that it prints before it reads.';

function exchangeOf(io: Io): string {
  if (io.kind === 'stdin') return 'The program reads standard input and prints the answer, and nothing else.';
  if (io.kind === 'files')
    return `The program reads ${stream(io.input, 'standard input')} and writes the answer to ${stream(io.output, 'standard output')}.`;
  const starter = io.starter.trim() === '' ? '' : ` Start from this code:\n${io.starter.trimEnd()}`;
  return `The answer is what the function ${io.fn} returns; nothing is read or printed.${starter}`;
}

/** All that an open problem says to the roles. */
export const taskOf = ({ statement, samples, io, interactor }: OpenProblem): Task => ({
  statement,
  samples: samples.map(({ input, answers }) => ({ input, output: answers[0]! })),
  exchange: interactor ? TALK : exchangeOf(io),
});
