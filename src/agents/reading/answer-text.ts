/** What surrounds an answer and is none of it, taken off before anything is read. */

const TURN_END = /<\|(?:im_end|endoftext|eot_id|end|im_start)\|>|<\/s>|<end_of_turn>|\[\/INST\]/;
const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", nbsp: ' ' };
const ENTITY = /&(?:(lt|gt|amp|quot|apos|nbsp)|#(\d{1,6})|#x([0-9a-f]{1,5}));/gi;

/** Named and numbered entities of XML as the characters that they stand for. */
export const plainText = (text: string): string =>
  text.replace(ENTITY, (_, name: string | undefined, decimal: string | undefined, hex: string) =>
    name
      ? ENTITIES[name.toLowerCase()]!
      : String.fromCodePoint(Number.parseInt(decimal ?? hex, decimal ? 10 : 16)),
  );

/**
 * The same in a program, and only where an entity stands outside of quotes: inside of them it may well be meant.
 */
export function plainCode(code: string): string {
  const bare = code.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '');
  return new RegExp(ENTITY.source, 'i').test(bare) ? plainText(code) : code;
}

/**
 * The answer without thinking, turn markers, CDATA brackets, carriage returns and invisible characters. Thinking that
 * was never closed is the whole of the text: nothing is left.
 */
export function answerText(text: string): string {
  const whole = text
    .replace(/\r\n?/g, '\n')
    .replace(/\u200b|\u200c|\u200d|\ufeff/g, '')
    .replace(/<think(?:ing)?>[\s\S]*?(?:<\/think(?:ing)?>|$)/gi, '')
    .replace(/^[\s\S]*<\/think(?:ing)?>/i, '')
    .replace(/<!\[CDATA\[([\s\S]*?)(?:\]\]>|$)/g, '$1')
    .replaceAll(']]>', '');
  const from = whole.search(/\S/);
  if (from < 0) return '';
  const end = whole.slice(from).search(TURN_END);
  // A marker at the very start opens the turn, one later ends it.
  if (end === 0)
    return answerText(
      whole
        .slice(from)
        .replace(TURN_END, '')
        .replace(/^assistant\n/, ''),
    );
  return end > 0 ? whole.slice(from, from + end) : whole.slice(from);
}
