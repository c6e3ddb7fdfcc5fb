const WORDS = {
  python:
    'import|from|def|class|for|while|if|elif|else|try|except|finally|with|return|print|pass|break|continue|raise|global|async|await|assert',
  javascript:
    'import|const|let|var|function|class|for|while|if|else|switch|case|try|catch|return|console|process|require|export|async|await|throw|break|continue',
  lua: 'local|function|for|while|if|elseif|else|end|repeat|until|return|print|io|require|break',
  ruby: 'def|class|while|until|if|elsif|else|unless|end|puts|print|gets|require|return|begin|rescue|loop|case|when',
  c: 'int|long|char|double|float|void|unsigned|bool|for|while|if|else|return|struct|using|template|typedef|static|const|auto|std|scanf|printf|cin|cout|do|switch|case|break',
} as const;

const wordsOf = (language: string): string =>
  language.startsWith('javascript') || language === 'typescript'
    ? WORDS.javascript
    : language === 'cpp'
      ? WORDS.c
      : (WORDS[language as keyof typeof WORDS] ?? Object.values(WORDS).join('|'));

/**
 * The lines of an answer that look like code, where nothing marks a program: from the first such line to the last, without
 * the prose before and after. A line of prose starts with a word and ends with a sign of its sentence. Null where no
 * line is code, or where prose outweighs it.
 */
export function bareCode(text: string, language: string): string | null {
  const lines = text.split('\n');
  const keyword = new RegExp(`^(?:${wordsOf(language)})\\b`);
  const isCode = (line: string): boolean => {
    const body = line.trim().replace(/^>>> /, '');
    if (body === '' || isProse(body)) return false;
    if (/^(?:#include|#!|\/\/|--|\/\*|[})\]])/.test(body)) return true;
    if (/^[\w.[\], ()*:"']+\s*(?:[-+*/%|&^]|\/\/|\*\*)?=(?!=)\s*\S/.test(body)) return true;
    if (/^[\w.:]+\(.*\)?\s*[;,{]?$/.test(body)) return true;
    return keyword.test(body) && /[()[\]{}:;="'+*<>]|^\w+(?:\s+\w+)?$/.test(body);
  };
  const first = lines.findIndex(isCode);
  if (first < 0) return null;
  const last = lines.findLastIndex(isCode);
  // An indented or commented line after the last that was sure belongs to it.
  let end = last + 1;
  while (end < lines.length && /^(?:[ \t]+\S|#|\/\/)/.test(lines[end]!) && !isProse(lines[end]!.trim()))
    end++;
  const body = lines.slice(first, end);
  const prose = body.filter((line) => isProse(line.trim())).length;
  return prose * 2 > body.length ? null : body.join('\n');
}

/** A sentence: starts with a capital or a list's mark, has several words and ends like one. */
const isProse = (line: string): boolean =>
  /^(?:[-*•]\s+|\d+[.)]\s+|#{2,}\s+|\*\*)/.test(line) ||
  (/^[A-Z][\w'’]*(?:,?\s+[\w'’`“”"()/+*=<>-]+){2,}.*[.:!?]$/.test(line) && !/[;{}]$|^\w+\(/.test(line));
