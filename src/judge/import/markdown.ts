import { createProblem, samplesOf } from '../create.ts';
import type { Problem } from '../problem.ts';
import { ImportError } from './import-error.ts';

const FENCE = /^ {0,3}(```+|~~~+)\s*(\S*)/;
const HEADING = /^ {0,3}#{1,6}\s+(.*?)\s*#*$/;

/** Whether a text has a fence that begins a sample. */
export function hasSampleFence(text: string): boolean {
  return /^ {0,3}(?:```+|~~~+)\s*(?:input|output)\s*$/m.test(text);
}

/**
 * A problem from a Markdown file: fences marked `input` and `output` are its samples, in pairs; everything else
 * is the statement. The first heading, if nothing stands before it, is the title; else the file's name.
 */
export async function importMarkdown(file: string, text: string): Promise<Problem> {
  const { statement, samples } = split(file, text.split('\n'));
  if (samples.length === 0) {
    const reason = 'has no samples; put each in a fence, ```input and then ```output.';
    throw new ImportError({ file, reason });
  }
  const first = statement.findIndex((line) => line.trim() !== '');
  const heading = first < 0 ? null : HEADING.exec(statement[first]!)?.[1];
  const body = heading ? statement.slice(first + 1) : statement;
  return createProblem({
    title: heading || titleOf(file),
    statement: body
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
    tests: samplesOf(samples),
    source: file,
  });
}

/** A file's or folder's own name, without its folders and its ending. */
export function titleOf(path: string): string {
  const name = path.split('/').filter(Boolean).at(-1) ?? path;
  return name.replace(/(?<=.)\.[A-Za-z0-9]+$/, '');
}

interface Sample {
  input: string;
  output: string;
}

function split(file: string, lines: readonly string[]): { statement: string[]; samples: Sample[] } {
  const statement: string[] = [];
  const samples: Sample[] = [];
  let input: { text: string; line: number } | null = null;
  const refuse = (line: number, reason: string): never => {
    throw new ImportError({ file, field: `line ${line}`, reason });
  };
  for (let at = 0; at < lines.length; at++) {
    const [, ticks, info] = FENCE.exec(lines[at]!) ?? [];
    if (!ticks) {
      statement.push(lines[at]!);
      continue;
    }
    const begin = at;
    const end = lines.findIndex((line, i) => i > begin && closes(line, ticks));
    if (info !== 'input' && info !== 'output') {
      at = end < 0 ? lines.length - 1 : end;
      statement.push(...lines.slice(begin, at + 1));
      continue;
    }
    if (end < 0) refuse(begin + 1, `the fence of this ${info} is never closed; end it with ${ticks}.`);
    const text = lines
      .slice(begin + 1, end)
      .map((line) => `${line}\n`)
      .join('');
    if (info === 'input') {
      if (input) refuse(input.line, 'an input needs an ```output after it.');
      input = { text, line: begin + 1 };
    } else {
      if (!input) refuse(begin + 1, 'an output needs an ```input before it.');
      samples.push({ input: input!.text, output: text });
      input = null;
    }
    at = end;
  }
  if (input) refuse(input.line, 'an input needs an ```output after it.');
  return { statement, samples };
}

function closes(line: string, ticks: string): boolean {
  const text = line.trim();
  return text.startsWith(ticks) && [...text].every((character) => character === ticks[0]);
}
