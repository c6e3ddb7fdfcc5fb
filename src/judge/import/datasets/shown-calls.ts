/** Words of Python, and quotes, as JSON has them. */
const AS_JSON: [RegExp, string][] = [
  [/\bTrue\b/g, 'true'],
  [/\bFalse\b/g, 'false'],
  [/\bNone\b/g, 'null'],
  [/[‘’'`]/g, '"'],
];

const compact = (text: string): string =>
  AS_JSON.reduce((whole, [from, to]) => whole.replace(from, to), text).replace(/[\s*]+/g, '');

const literally = (text: string): string => compact(text).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** What stands between a call and its result. */
const SAYS = '(?:"*(?:#|//|=+>|=+|-+>|→|:|returns?|shouldbe|is|outputs?))+';
const ARROW = '"*(?:=+>|-+>|→)';

/**
 * Whether a question shows a call and its result: `Input: a = 1, b = [2]` with `Output: 3` after it, as LeetCode writes
 * it, or `fn(1, [2]) # returns 3` or `1, [2] => 3`, as Codewars does. Arguments and results are JSON, of which one
 * result is enough.
 */
export function showsCalls(
  question: string,
): (argumentsGiven: readonly string[], results: readonly string[]) => boolean {
  const shown = compact(question);
  return (argumentsGiven, results) => {
    // Most tests are longer than any question.
    if (argumentsGiven.join('').length > question.length) return false;
    const named = argumentsGiven.map((one) => `(?:\\w+[=:])?${literally(one)}`).join(',');
    const called = argumentsGiven.map(literally).join(',');
    const ways = [`Input:?${named}Output:?`, `\\w\\(${called}\\);?${SAYS}`, `(?<![\\w.,])${called}${ARROW}`];
    const result = `"*(?:${results.map(literally).join('|')})(?!\\w|\\.\\d)`;
    return ways.some((way) => new RegExp(way + result).test(shown));
  };
}
