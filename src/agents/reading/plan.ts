import type { Plan, Reading } from '../formats.ts';
import { answerText, plainText } from './answer-text.ts';
import { readConfidence } from './confidence.ts';
import { fieldOf, jsonAnswer } from './json-answer.ts';
import { sections } from './sections.ts';

const PARTS = {
  plan: ['plan', 'planning', 'steps', 'modified plan', 'modified planning', 'the plan', 'step by step plan'],
  confidence: ['confidence', 'confidence score', 'confidence level', 'my confidence'],
  other: [
    'explanation',
    'note',
    'notes',
    'algorithm',
    'technique',
    'code',
    'program',
    'complexity',
    'time complexity',
    'space complexity',
  ],
} as const;

/** A list's mark: `1.`, `(1)`, `Step 1:`, `**1.**`, `-`, `•`; in front of a step. */
const MARK =
  /^[ \t]*(?:#{1,6}[ \t]*)?(?:\*\*|__)?(?:step[ \t]*\d+[ \t]*(?:[.:)-]|(?=\*))|\(?\d{1,2}[.):](?!\d)|[-*•–](?=[ \t])|[①-⑳])(?:\*\*|__)?[:.]?[ \t]*/i;
/** How sure the model is, said in a line of its own. */
const ASIDE = /^\W*(?:my )?confidence\b|^\W*I(?:'m| am) .*\b(?:confident|sure|certain)\b/i;
const ORDINAL =
  /^(?:first|second|third|fourth|then|next|after that|afterwards|finally|lastly)(?:ly)?\b,?\s*/i;

const said = (step: string): string =>
  plainText(step)
    .replace(/<\/?[a-z_]+>/gi, '')
    .replace(/\*\*|__/g, '')
    .trim();

/** The steps of a list; deeper points and lines without a mark go on with the step before them. */
function listed(text: string): string[] {
  const steps: string[] = [];
  let depth = 0;
  for (const line of text.split('\n').filter((one) => !ASIDE.test(one))) {
    const mark = line.match(MARK)?.[0];
    const indent = line.match(/^[ \t]*/)![0].length;
    const body = said(mark ? line.slice(mark.length) : line);
    if (body === '' && !mark) {
      depth = -1;
      continue;
    }
    if (mark && (steps.length === 0 || indent <= Math.max(0, depth))) {
      steps.push(body);
      depth = indent;
    } else if (steps.length > 0 && body !== '' && (mark || depth >= 0 || indent > 0)) {
      steps.push(`${steps.pop()} ${body}`.trim());
    }
  }
  return steps.filter((step) => step !== '');
}

/** Sentences that are put in order by words: first, then, finally. */
function told(text: string): string[] {
  const sentences = text.split(/(?<=[.!?])\s+|\n+/).map((sentence) => said(sentence));
  const from = sentences.findIndex((sentence) => ORDINAL.test(sentence));
  const ordered = sentences.slice(Math.max(0, from)).filter((sentence) => sentence !== '');
  if (ordered.filter((sentence) => ORDINAL.test(sentence)).length < 2) return [];
  return ordered.map((sentence) => {
    const step = sentence.replace(ORDINAL, '');
    return step[0] ? step[0].toUpperCase() + step.slice(1) : '';
  });
}

const tagged = (text: string): string[] =>
  [...text.matchAll(/<step\b[^>]{0,80}>([\s\S]*?)(?=<\/?step\b|<\/|$)/gi)]
    .map(([, step]) => said(step!))
    .filter(Boolean);

function inJson(text: string): { steps: string[]; confidence: unknown } {
  const value = jsonAnswer(text);
  const plan = Array.isArray(value) ? value : fieldOf(value, ['plan', 'steps', 'planning', 'modified_plan']);
  const confidence = fieldOf(value, ['confidence', 'confidence_score']);
  if (typeof plan === 'string') return { steps: listed(plan), confidence };
  const steps = (Array.isArray(plan) ? plan : []).map((step: unknown) =>
    typeof step === 'string'
      ? said(step.replace(MARK, ''))
      : String(fieldOf(step, ['step', 'description', 'action', 'text']) ?? ''),
  );
  return { steps: steps.filter(Boolean), confidence };
}

/** How sure the model says it is, wherever it says it. */
function confidenceOf(text: string, labelled: string | undefined): number | null {
  if (labelled) return readConfidence(labelled.split('\n')[0]!);
  const phrase = text.match(
    /(\d{1,3}\s*(?:%|percent))\s+(?:confident|sure|certain)|confidence\s+(?:score\s+|level\s+)?(?:of|is|in this plan is)\s+(?:about\s+)?([^\n.]*(?:\.\d+)?)/i,
  );
  const claim = phrase?.[1] ?? phrase?.[2];
  if (claim) return readConfidence(claim);
  const feeling = text.match(/\bI(?:'m| am) ((?:\w+ ){0,2}(?:confident|sure|certain|unsure))/i)?.[1];
  return feeling ? readConfidence(feeling) : null;
}

/**
 * A plan in any of the forms that models write: numbered or bulleted lines, `Step 1:`, elements of XML, JSON, or
 * sentences put in order by words. Code in it and what follows it under another name is passed over.
 */
export function readAnyPlan(text: string): Reading<Plan> {
  const answer = answerText(text);
  const json = inJson(answer);
  const parts = sections(answer, PARTS);
  const first = parts[0]?.at ?? answer.length;
  const plain = (body: string) => body.replace(/(?:```|~~~)[^\n]*\n?|(?:```|~~~)$/g, '');
  const named = parts.filter(({ name }) => name === 'plan').map((part) => part.text);
  const bodies = [...named, answer.slice(0, first), answer].map(plain);
  const ways = [tagged, listed, told];
  const steps = json.steps.length > 0 ? json.steps : firstOf(bodies, ways);
  if (steps.length === 0) return { ok: false, failure: 'The plan has no steps.' };
  const label = parts.find(({ name }) => name === 'confidence')?.text;
  const confidence =
    json.confidence === undefined ? confidenceOf(answer, label) : readConfidence(String(json.confidence));
  return { ok: true, value: { steps, ...(confidence !== null && { confidence }) } };
}

function firstOf(bodies: string[], ways: ((body: string) => string[])[]): string[] {
  for (const body of bodies)
    for (const way of ways) {
      const steps = way(body);
      if (steps.length > 0) return steps;
    }
  return [];
}
