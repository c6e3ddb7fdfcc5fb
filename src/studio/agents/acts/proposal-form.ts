import type { Reading } from '../../../agents/formats.ts';
import type { Proposal } from '../proposal.ts';
import { failed, part, partsOf } from './act.ts';

/** How agents write an instruction with its tests, in the prompt's words. */
export const PROPOSAL_FORM = `Use this form, with two or three samples and four to eight test inputs, edge cases among them:

Title: a few words
Problem: what is given on standard input, line by line, and what is to be printed
Sample input 1:
(an input)
Sample output 1:
(what is printed for it)
Test input 1:
(another input)`;

const ALIASES = {
  title: ['title', 'name'],
  problem: ['problem', 'instruction', 'statement', 'task', 'description'],
  input: ['sample input', 'example input'],
  output: ['sample output', 'example output', 'expected output'],
  test: ['test input', 'test', 'hidden input'],
} as const;

/** Limits of what is taken from an answer: nothing that a model says may make the runs endless. */
const MOST_SAMPLES = 4;
const MOST_INPUTS = 12;
const LONGEST_INPUT = 4000;

const unfenced = (text: string): string => text.replace(/^```[^\n]*\n?/, '').replace(/\n?```\s*$/, '');
const line = (text: string): string => `${unfenced(text).trimEnd()}\n`;

/** A proposal as agents write it. */
export const writeProposal = ({ title, instruction, samples, inputs }: Proposal): string =>
  [
    `Title: ${title}`,
    `Problem: ${instruction}`,
    ...samples.flatMap(({ input, output }, i) => [
      `Sample input ${i + 1}:\n${input.trimEnd()}`,
      `Sample output ${i + 1}:\n${output.trimEnd()}`,
    ]),
    ...inputs.map((input, i) => `Test input ${i + 1}:\n${input.trimEnd()}`),
  ].join('\n');

/** Reads a proposal; one without a problem or without a sample is none. */
export function readProposal(text: string): Reading<Proposal> {
  const parts = partsOf(text, ALIASES);
  const find = (name: keyof typeof ALIASES) => parts.find((one) => one.name === name)?.text ?? '';
  const instruction = find('problem');
  if (instruction === '') return failed('The answer states no problem.');
  const samples = parts.flatMap(({ name, text: input }, i) => {
    const next = parts[i + 1];
    return name === 'input' && next?.name === 'output'
      ? [{ input: line(input), output: line(next.text) }]
      : [];
  });
  const fitting = samples.filter(({ input }) => input.length <= LONGEST_INPUT);
  if (fitting.length === 0) return failed('The answer has no sample with its output.');
  const inputs = parts
    .filter(({ name, text: input }) => name === 'test' && input !== '' && input.length <= LONGEST_INPUT)
    .map(({ text: input }) => line(input));
  return {
    ok: true,
    value: {
      title: find('title').split('\n')[0]!.trim() || 'Untitled',
      instruction,
      samples: fitting.slice(0, MOST_SAMPLES),
      inputs: [...new Set(inputs)].slice(0, MOST_INPUTS),
    },
  };
}

/** A proposal as another agent reads it. */
export const proposalPart = (heading: string, proposal: Proposal): string =>
  part(heading, writeProposal(proposal));
