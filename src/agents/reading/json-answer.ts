/**
 * The first object or list of JSON in an answer, where a model wrote its answer as JSON without being asked to. Raw line
 * breaks in strings and commas before a closing bracket are forgiven. Null where there is none.
 */
export function jsonAnswer(text: string): unknown {
  const from = text.search(/[[{]/);
  // JSON comes first or after a fence and a few words, never in the middle of a program.
  if (from < 0 || !/^(?:[^\n]*\n){0,3}?[^\n]*$/.test(text.slice(0, from))) return null;
  const end = closing(text, from);
  if (end < 0) return null;
  const body = text.slice(from, end + 1);
  for (const candidate of [body, forgiving(body)]) {
    try {
      return JSON.parse(candidate) as unknown;
    } catch {}
  }
  return null;
}

/** Where the bracket at `from` is closed, or −1. */
function closing(text: string, from: number): number {
  let depth = 0;
  let quoted = false;
  for (let at = from; at < text.length; at++) {
    const sign = text[at];
    if (quoted) {
      if (sign === '\\') at++;
      else if (sign === '"') quoted = false;
    } else if (sign === '"') quoted = true;
    else if (sign === '{' || sign === '[') depth++;
    else if ((sign === '}' || sign === ']') && --depth === 0) return at;
  }
  return -1;
}

function forgiving(body: string): string {
  const strings = body.replace(/"(?:[^"\\]|\\[\s\S])*"/g, (text) =>
    text.replaceAll('\n', '\\n').replaceAll('\t', '\\t'),
  );
  return strings.replace(/,\s*([\]}])/g, '$1');
}

/** The first of an object's fields that has one of these names, whatever its case. */
export function fieldOf(value: unknown, names: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([name]) => names.includes(name.toLowerCase()))?.[1];
}
