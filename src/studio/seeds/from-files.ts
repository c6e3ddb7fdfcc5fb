import { type Snippet, snippetOf } from './snippet.ts';

export interface CodeFile {
  path: string;
  text: string;
}

/** Endings of the languages that agents speak. */
const LANGUAGE_OF: Record<string, string> = {
  ...{ py: 'python', js: 'javascript', cjs: 'javascript', mjs: 'javascript', ts: 'typescript' },
  ...{ c: 'c', cc: 'cpp', cpp: 'cpp', cxx: 'cpp', lua: 'lua', rb: 'ruby' },
};

/** A longer file is cut between its top-level parts. Shorter pieces than the least say too little to write a problem of. */
const MOST_LINES = 80;
const LEAST_LINES = 4;
const MOST_CHARACTERS = 6000;

const isBlank = (line: string) => line.trim() === '';

/** Lines that begin at the left margin after an empty line begin a part. */
function topLevelParts(lines: readonly string[]): string[][] {
  const parts: string[][] = [];
  for (const [i, line] of lines.entries()) {
    const begins = i === 0 || (isBlank(lines[i - 1]!) && /^\S/.test(line) && !/^[)}\]]/.test(line));
    if (begins) parts.push([]);
    parts.at(-1)!.push(line);
  }
  return parts;
}

/** Parts put together as long as they stay short enough. */
function gathered(parts: readonly string[][]): string[][] {
  const pieces: string[][] = [];
  for (const part of parts) {
    const last = pieces.at(-1);
    if (last && last.length + part.length <= MOST_LINES) last.push(...part);
    else pieces.push([...part]);
  }
  return pieces;
}

/** The language that a file's name says, or null where no agent speaks it. */
export const languageOfPath = (path: string): string | null =>
  LANGUAGE_OF[path.match(/\.([a-z]+)$/)?.[1] ?? ''] ?? null;

/** Snippets of source files, in their order; files of other languages give none. */
export function* snippetsFromFiles(files: Iterable<CodeFile>): Generator<Snippet> {
  for (const { path, text } of files) {
    const language = languageOfPath(path);
    if (!language) continue;
    const lines = text.replace(/\r\n?/g, '\n').split('\n');
    const pieces = lines.length <= MOST_LINES ? [lines] : gathered(topLevelParts(lines));
    for (const [i, piece] of pieces.entries()) {
      const source = `${piece.join('\n').trim()}\n`;
      const told = piece.filter((line) => !isBlank(line)).length;
      if (told < LEAST_LINES || piece.length > 2 * MOST_LINES || source.length > MOST_CHARACTERS) continue;
      yield snippetOf(language, source, pieces.length > 1 ? `${path}, part ${i + 1}` : path);
    }
  }
}
