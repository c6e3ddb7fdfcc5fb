import { type Retrieval, readRetrieval, writeRetrieval } from '../formats.ts';
import { grammarOf, LINE } from '../grammar.ts';
import { feedbackPart, instruct, problemParts } from '../instruct.ts';
import { readAnyRetrieval } from '../reading/retrieval.ts';
import { ask, feedbackLine, type RoleText } from '../role.ts';
import type { Task } from '../task.ts';

export interface RetrieverInput extends Task {
  /** k: how many problems to recall. A pack recalls one, which stands for all. */
  count?: number;
}

const FORM = 'block ::= "Similar: " line "\\nTechnique: " line "\\nTutorial: " line';

const asked = (count: number): string =>
  `Recall ${count === 1 ? 'one problem' : `${count} different problems`} that you know and that ${count === 1 ? 'is' : 'are'} solved in a similar way${count === 1 ? '' : ', the most similar first'}. Say in one or two sentences what it asks, name the technique that solves it, and explain the technique in at most three sentences, without code. Use this form, each part on one line${count === 1 ? '' : ', with an empty line between two problems'}:

Similar: what the problem asks
Technique: the technique's name
Tutorial: how the technique works`;

/** Recalls similar problems, each with its technique and a short tutorial. */
export const retriever: RoleText<RetrieverInput, Retrieval[]> = {
  role: 'retriever',
  maxTokens: 160,
  tuned: ({ statement, feedback }) =>
    ask('Problem:', statement, ...feedbackLine(feedback), '', 'Similar:', 'Technique:', 'Tutorial:'),
  write: (recalled) => recalled.map(writeRetrieval).join('\n\n'),
  read: (text) => {
    const reading = readRetrieval(text);
    return reading.ok ? { ok: true, value: [reading.value] } : reading;
  },
  grammar: () => grammarOf('block', FORM, LINE),
  instruct: {
    maxTokens: 768,
    prompt: (input) => instruct(...problemParts(input), feedbackPart(input), asked(input.count ?? 1)),
    read: readAnyRetrieval,
    grammar: ({ count = 1 }) => grammarOf(`block ("\\n\\n" block){${count - 1}}`, FORM, LINE),
  },
  probe: { statement: 'S' },
};
