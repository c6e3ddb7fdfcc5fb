/** More, or longer ones, are a package of macros and no statement. */
const MOST = 50;
const LONGEST = 200;
/** Uses of them; past these a macro stays as it is written, so that a text does not grow much. */
const MOST_USES = 5000;

const DEFINITION =
  /\\(?:(?:re)?newcommand\*?\s*\{?|def\s*)\\([A-Za-z]+)\}?\s*\{((?:[^{}\\]|\\[\s\S]|\{[^{}]*\}){0,200})\}/g;

/**
 * A text in which the macros that it defines without arguments are put in, once: one that names another keeps the name,
 * so nothing can grow without an end.
 */
export function withMacros(text: string): string {
  const macros = new Map<string, string>();
  const rest = text.replace(DEFINITION, (written, name: string, body: string) => {
    if (macros.size >= MOST || body.length > LONGEST || name === 'htmlPixelsInCm') return written;
    macros.set(name, body);
    return '';
  });
  if (macros.size === 0) return text;
  let uses = 0;
  return rest.replace(/\\([A-Za-z]+)/g, (written, name: string) => {
    const body = macros.get(name);
    return body === undefined || ++uses > MOST_USES ? written : body;
  });
}
