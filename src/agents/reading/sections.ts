import { plainText } from './answer-text.ts';

/** A named part of an answer. */
export interface Section<Name extends string> {
  name: Name;
  text: string;
  /** Where its label begins in the text. */
  at: number;
}

/** Tags that only hold others together. */
const WRAPPERS = 'root|response|answer|output|problems?|result|item|exemplars?';

const MARK = '(?:\\*\\*|__|`)?';

/**
 * Cuts an answer into its named parts. A label may be an XML tag, closed or not, a Markdown heading or bold line, or a
 * word and a colon at the start of a line, numbered or in a list. `aliases` gives each name's spellings in lower case;
 * a part goes on to the next label. Entities in the parts are decoded.
 */
export function sections<Name extends string>(
  text: string,
  aliases: Record<Name, readonly string[]>,
): Section<Name>[] {
  const names = new Map<string, Name>();
  for (const name of Object.keys(aliases) as Name[])
    for (const alias of aliases[name]) names.set(alias, name);
  const any = [...names.keys()]
    .sort((p, q) => q.length - p.length)
    .map((alias) => alias.replaceAll(' ', '[ _-]'))
    .join('|');
  const lead = `^[ \\t]*(?:(?:[-*•>]|\\d+[.)])[ \\t]+)*`;
  const label = new RegExp(
    [
      `<(?<tag>${any})(?:\\s[^>\\n]{0,80})?>`,
      `${lead}(?:#{1,6}[ \\t]*)?${MARK}(?<word>${any})(?:[ \\t]+\\d+)?${MARK}[ \\t]*[:：=]${MARK}[ \\t]*`,
      `${lead}(?:#{1,6}[ \\t]*${MARK}|\\*\\*|__)(?<head>${any})(?:[ \\t]+\\d+)?${MARK}[ \\t]*(?=\\n|$)`,
    ].join('|'),
    'gim',
  );
  const found = [...text.matchAll(label)];
  const closing = new RegExp(`</(?:${any}|${WRAPPERS})>?|<(?:${WRAPPERS})(?:\\s[^>\\n]{0,80})?>`, 'gi');
  return found.map((match, i) => {
    const { tag, word, head } = match.groups!;
    const spelled = (tag ?? word ?? head)!.toLowerCase().replace(/[_-]/g, ' ');
    const body = text.slice(match.index + match[0].length, found[i + 1]?.index);
    return {
      name: names.get(spelled)!,
      text: plainText(tag ? cutAtClose(body, tag) : body)
        .replace(closing, '')
        .trim(),
      at: match.index,
    };
  });
}

/** A closed tag's text ends there; what stands behind it is chatter. */
function cutAtClose(body: string, tag: string): string {
  const end = body.toLowerCase().indexOf(`</${tag.toLowerCase()}`);
  return end < 0 ? body : body.slice(0, end);
}
