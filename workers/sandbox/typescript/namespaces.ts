import { getFormattedTokens } from 'sucrase';

interface Token {
  line: number;
  label: string;
  raw: string;
}

/** A row of the table of tokens: `3:1-3:10    name    namespace   …`; rows of anything else are no tokens. */
const ROW = /^(\d+):\d+-\d+:\d+\s+(\S+)\s+(\S+)/;

/**
 * The first namespace of the source that is no mere declaration. Sucrase takes all of them for types and drops
 * them without a word, and a program without its values would fail at some later place.
 */
export function findNamespace(source: string): { name: string; line: number } | null {
  // The table costs more than the translation.
  if (!/\b(namespace|module)\s+[\p{L}_$]/u.test(source)) return null;
  const tokens = tokensOf(source);
  for (let i = 0; i < tokens.length; i++) {
    if (!/^(namespace|module)$/.test(tokens[i]!.raw) || tokens[i]!.label !== 'name') continue;
    let end = i + 1;
    while (tokens[end]?.label === 'name' && tokens[end + 1]?.label === '.') end += 2;
    if (tokens[end]?.label !== 'name' || tokens[end + 1]?.label !== '{') continue;
    if (tokens[i - 1]?.label !== 'declare') {
      const name = tokens.slice(i + 1, end + 1).map(({ raw }) => raw);
      return { name: name.join(''), line: tokens[i]!.line };
    }
    i = closing(tokens, end + 1);
  }
  return null;
}

/** The index of the brace that closes the one at `open`. */
function closing(tokens: Token[], open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    if (tokens[i]!.label === '{' || tokens[i]!.label === '${') depth++;
    if (tokens[i]!.label === '}' && --depth === 0) return i;
  }
  return tokens.length;
}

function tokensOf(source: string): Token[] {
  const rows = getFormattedTokens(source, { transforms: ['typescript'] }).split('\n');
  return rows.flatMap((row) => {
    const found = ROW.exec(row);
    return found ? [{ line: Number(found[1]), label: found[2]!, raw: found[3]! }] : [];
  });
}
