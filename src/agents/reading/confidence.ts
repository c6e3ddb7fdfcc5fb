/** Words for how sure a model is, as per cent. The longer ones first: `very high` holds `high`. */
const WORDS: readonly [RegExp, number][] = [
  [/\bnot (?:\w+ )?(?:confident|sure|certain|high)/i, 30],
  [/\b(?:certain|absolutely sure|definite)/i, 100],
  [/\b(?:very|extremely|quite) (?:high|confident|sure)/i, 95],
  [/\b(?:very|extremely) (?:low|unsure)|\bno confidence/i, 10],
  [/\b(?:medium|moderate|average|fair|somewhat)/i, 60],
  [/\b(?:low|unsure|doubtful)/i, 30],
  [/\b(?:high|confident|sure|strong)/i, 85],
];
const UNITS = 'zero one two three four five six seven eight nine ten'.split(' ');
const TENS = '_ ten twenty thirty forty fifty sixty seventy eighty ninety hundred'.split(' ');

/**
 * A confidence of 0 to 100 from what a model wrote after that word: `85`, `85%`, `0.85`, `8/10`, `ninety-five`, `high`.
 * Null where it says none.
 */
export function readConfidence(text: string): number | null {
  const number = text.match(/(-?\d+(?:[.,]\d+)?)\s*(?:(?:\/|out of)\s*(\d+)|(%|percent))?/i);
  if (number) {
    const value = Number(number[1]!.replace(',', '.'));
    const share = number[2]
      ? value / Number(number[2])
      : !number[3] && /[.,]/.test(number[1]!) && value <= 1
        ? value
        : value / 100;
    return Math.round(100 * Math.min(1, Math.max(0, share)));
  }
  return inWords(text.toLowerCase()) ?? WORDS.find(([word]) => word.test(text))?.[1] ?? null;
}

function inWords(text: string): number | null {
  const words = text.match(/[a-z]+/g) ?? [];
  for (const [i, word] of words.entries()) {
    const ten = TENS.indexOf(word);
    if (ten > 1) return 10 * ten + (ten < 10 ? Math.max(0, UNITS.indexOf(words[i + 1] ?? '')) % 10 : 0);
  }
  return null;
}
