import type { Reading, Retrieval } from '../formats.ts';
import { answerText } from './answer-text.ts';
import { fieldOf, jsonAnswer } from './json-answer.ts';
import { type Section, sections } from './sections.ts';

const PARTS = {
  similar: ['similar problem', 'similar', 'problem description', 'description', 'problem', 'example problem'],
  technique: [
    'technique',
    'techniques',
    'algorithm',
    'algorithms',
    'algorithm name',
    'approach',
    'method',
    'algorithm used',
    'key technique',
  ],
  tutorial: ['tutorial', 'algorithm tutorial', 'short tutorial', 'explanation', 'how it works'],
  other: ['code', 'planning', 'plan', 'solution', 'program'],
} as const;
type Name = keyof typeof PARTS;

const oneLine = (text: string): string =>
  text
    .replace(/```[\s\S]*?(?:```|$)/g, '')
    .replace(/\*\*|__/g, '')
    .replace(/\s*\n\s*(?:[-*•]\s+)?/g, ' ')
    .trim();

/** A technique is a name: its first sentence, without what leads to it. */
const named = (text: string): string =>
  oneLine(text)
    .split(/(?<=[a-z)])\.\s/)[0]!
    .replace(/^(?:the )?(?:algorithm|technique|approach)(?: (?:used|is|here))*:?\s+/i, '')
    .replace(/\.$/, '');

/** Parts in their order, gathered: a part that is there already begins the next problem. */
function gathered(parts: Section<Name>[]): Partial<Record<Name, string>>[] {
  const all: Partial<Record<Name, string>>[] = [];
  for (const { name, text } of parts) {
    if (text === '') continue;
    const last = all.at(-1);
    if (last && last[name] === undefined) last[name] = text;
    else all.push({ [name]: text });
  }
  return all;
}

function inJson(text: string): Partial<Record<Name, string>>[] {
  const value = jsonAnswer(text);
  const list = Array.isArray(value)
    ? value
    : fieldOf(value, ['problems', 'similar_problems', 'exemplars', 'results']);
  const all: unknown[] = Array.isArray(list) ? list : [value];
  const shared = fieldOf(value, PARTS.technique);
  return all.map((one) => {
    const get = (name: Name): string | undefined => {
      const found = fieldOf(
        one,
        PARTS[name].flatMap((alias) => [alias, alias.replaceAll(' ', '_')]),
      );
      return Array.isArray(found) ? found.join(', ') : typeof found === 'string' ? found : undefined;
    };
    const technique = get('technique') ?? (typeof shared === 'string' ? shared : undefined);
    return { similar: get('similar'), technique, tutorial: get('tutorial') } as Partial<Record<Name, string>>;
  });
}

/**
 * The similar problems of an unconstrained answer, in labels, headings, XML or JSON. One technique that is given for all
 * of them counts for each; a problem for which none is given is left out.
 */
export function readAnyRetrieval(text: string): Reading<Retrieval[]> {
  const answer = answerText(text);
  const json = inJson(answer).filter(({ technique }) => technique);
  const blocks = json.length > 0 ? json : gathered(sections(answer, PARTS));
  const techniques = blocks.filter(({ technique }) => technique);
  const shared = techniques.length === 1 ? techniques[0] : undefined;
  const recalled = blocks.flatMap(({ similar, technique, tutorial }): Retrieval[] => {
    const name = technique ?? shared?.technique;
    if (!name || (!technique && !similar)) return [];
    return [
      {
        similar: oneLine(similar ?? ''),
        technique: named(name),
        tutorial: oneLine(tutorial ?? (technique ? '' : (shared?.tutorial ?? ''))),
      },
    ];
  });
  return recalled.length > 0
    ? { ok: true, value: recalled }
    : { ok: false, failure: 'The answer names no technique.' };
}
