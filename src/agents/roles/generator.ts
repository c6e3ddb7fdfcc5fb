import { writeProgram } from '../formats.ts';
import { grammarOf, program } from '../grammar.ts';
import { instruct, problemParts } from '../instruct.ts';
import { languageName } from '../languages.ts';
import { coder } from './coder.ts';

const asked = (language: string): string =>
  `Do not solve the problem. Write a program in ${languageName(language)} that makes a random test for it: it reads one integer from standard input, uses it as the seed of its random numbers, and prints one small input of the problem, valid by all of the constraints above, and nothing else. Small seeds should give the smallest inputs and the edge cases. Answer with the program alone, in one block:

${writeProgram(language, '(the program)')}`;

/** Writes a generator of inputs: the coder's question to a model that can be asked for what no pack has learned. */
export const generatorWriter: typeof coder = {
  ...coder,
  instruct: {
    ...coder.instruct,
    prompt: (input) => instruct(...problemParts(input), asked(input.language)),
    grammar: ({ language }) => grammarOf('program', program(language)),
  },
};
