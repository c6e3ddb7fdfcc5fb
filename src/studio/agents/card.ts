import { languageName } from '../../agents/languages.ts';
import type { LanguageOptions } from './events.ts';
import type { Tally } from './tally.ts';

const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (string | number)[][]): string =>
  [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');

/** What the data's card says beside the counts. */
export interface CardOf {
  engine: string;
  options: LanguageOptions;
  /** Where the code of the seeds came from. */
  seeds: string;
  rows: ReadonlyMap<string, number>;
  /** Samples left out of the files as near copies. */
  copies: number;
}

const FORM = {
  central: 'one agent leads, the others vary its proposal',
  parallel: 'all agents propose, criticise and vote',
  translate: 'no discussion: programs of the seeds carried over one to one',
};

/** The data set's card, in Markdown with the head that data hubs read. */
export function datasetCard(tally: Tally, { engine, options, seeds, rows, copies }: CardOf): string {
  const names = options.agents.map(languageName);
  const total = Object.values(tally.languages).reduce((sum, one) => sum + one.seed + one.agents, 0);
  const share = (count: number) => (total === 0 ? '0 %' : `${Math.round((100 * count) / total)} %`);
  const languages = Object.entries(tally.languages).map(([language, one]) => [
    ...[languageName(language), one.seed, one.agents, share(one.seed + one.agents), one.pairs, one.dropped],
  ]);
  const causes = [...tally.causes]
    .sort((p, q) => q.count - p.count || (p.cause < q.cause ? -1 : 1))
    .map(({ what, cause, count }) => [what, cause, count]);
  return `---
tags: [code, instruction-tuning, preference]
configs:
- {config_name: sft, data_files: sft.jsonl}
- {config_name: dpo, data_files: pairs.jsonl}
---
# Instructions in ${names.join(', ')}

Written by one agent a language (after Qwen2.5-xCoder, arXiv 2502.07487): ${FORM[options.form]}. Every answer was run:
it is here only if it runs in its own language's sandbox and, for the agents' instructions, prints the same as a program
in another language on the samples, on further tests and on generated inputs. Near copies and what stands in the exams
were left out.

- Seeds: ${seeds}
- Engine: ${engine}; seed ${options.seed}; ${tally.rounds} rounds of ${options.discussions}; memory ${options.memory ? 'on' : 'off'}
- ${tally.answers} answers, ${tally.unreadable} of which could not be read; ${tally.promptTokens} prompt and ${tally.completionTokens} completion tokens
- ${copies} samples left out at last as near copies of an earlier one

## Balance

${table(['language', 'from seeds', 'from agents', 'share', 'pairs', 'dropped'], languages)}

## Dropped

${causes.length === 0 ? 'Nothing.' : table(['what', 'why', 'count'], causes)}

## Files

${table(
  ['file', 'rows', 'what'],
  [
    ['sft.jsonl', rows.get('sft') ?? 0, 'chats: instruction and answer'],
    ['pairs.jsonl', rows.get('pairs') ?? 0, 'prompt, chosen and rejected: both ran, one failed'],
    [
      'coder.jsonl',
      rows.get('coder') ?? 0,
      'plan to program, or statement to program, in the prompt of the coder’s pack',
    ],
    [
      'debugger.jsonl',
      rows.get('debugger') ?? 0,
      'failed run to mended program, in the prompt of the debugger’s pack',
    ],
    ['preferences.jsonl', rows.get('preferences') ?? 0, 'pairs in the prompt of the coder’s pack'],
  ],
)}

Each row's \`provenance\` names its run, round and discussion, the agents and their memories by hash, the seed, and the
languages that agree. Programs were written by a model and run in a sandbox; run them in one.
`;
}
