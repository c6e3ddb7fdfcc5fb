/** The rubric of Qwen2.5-xCoder (arXiv 2502.07487): what an instruction and its answer are scored by, 1 to 5 each. */
export const CRITERIA = [
  'consistency',
  'relevance',
  'difficulty',
  'code',
  'correctness',
  'clarity',
  'comments',
  'learning',
] as const;
export type Criterion = (typeof CRITERIA)[number];
export type Scores = Record<Criterion, number>;

/** A mean below this is dropped, or a 1 in what cannot be done without. */
const LEAST_MEAN = 3;
const NEEDED: readonly Criterion[] = ['consistency', 'relevance', 'code', 'correctness'];

export const meanOf = (scores: Scores): number =>
  CRITERIA.reduce((sum, name) => sum + scores[name], 0) / CRITERIA.length;

/** Why the scores are too low, in a sentence; null where they are not. */
export function tooLow(scores: Scores): string | null {
  const lacking = NEEDED.filter((name) => scores[name] <= 1);
  if (lacking.length > 0) return `scored 1 for ${lacking.join(' and ')}`;
  const mean = meanOf(scores);
  return mean < LEAST_MEAN ? `scored ${mean.toFixed(1)} of 5 in the mean` : null;
}
