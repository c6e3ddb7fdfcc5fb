import type { Language, Program, Run, RunFiles } from '../sandbox/program.ts';
import { callExchange } from './call/index.ts';
import type { Io, Test } from './problem.ts';

/** How one kind of problem puts a test to a submission and takes its answer back. */
export interface Exchange {
  /** The submission with what it needs around it; its lines keep their numbers. */
  program(submission: Program): Program;
  /** What the program is given, or why the test itself is at fault. */
  give(test: Test): { stdin: string; files?: RunFiles } | { fault: string };
  /** What is compared with the answer, or what is missing; `aside`: what the program printed beside it. */
  take(run: Run): { output: string; aside: string } | { missing: string };
}

/** The exchange of an io, or UnsupportedIoError where the language cannot have it. */
export function exchangeOf(io: Io, language: Language): Exchange {
  switch (io.kind) {
    case 'stdin':
      return {
        program: (submission) => submission,
        give: ({ input }) => ({ stdin: input }),
        take: ({ stdout }) => ({ output: stdout, aside: '' }),
      };
    case 'files':
      return filesExchange(io);
    case 'call':
      return callExchange(io, language) ?? refuse(`calls a function (${io.fn})`, language);
  }
}

export class UnsupportedIoError extends Error {
  override name = 'UnsupportedIoError';
  constructor(what: string, language: Language) {
    super(`This problem ${what}, which ${language.label} cannot do here; choose Python or JavaScript.`);
  }
}

function refuse(what: string, language: Language): never {
  throw new UnsupportedIoError(what, language);
}

function filesExchange(io: Extract<Io, { kind: 'files' }>): Exchange {
  return {
    program: (submission) => submission,
    give: ({ input }) => ({
      stdin: io.input ? '' : input,
      files: {
        given: io.input ? { [io.input]: input } : {},
        wanted: io.output ? [io.output] : [],
      },
    }),
    take({ stdout, files }) {
      if (!io.output) return { output: stdout, aside: '' };
      const output = files[io.output];
      return output === undefined ? { missing: `wrote no file ${io.output}` } : { output, aside: stdout };
    },
  };
}
