import type { Run } from '../../sandbox/program.ts';
import type { Ruling } from './protocol.ts';

const LIMITS = {
  time: 'took too long',
  memory: 'needed more memory than there is',
  output: 'printed too much',
  idle: 'waited for input that never came',
};

/** What is wrong with a judge program that did not end by itself; null if it did. */
export function misbehaviour({ exit, stderr }: Run): Ruling | null {
  if (exit.kind === 'code') return null;
  const what = exit.kind === 'crash' ? `ended the sandbox: ${exit.message}` : LIMITS[exit.limit];
  return { verdict: 'IE', detail: `the problem’s own judge program ${what}`, remark: stderr.trim() };
}

/** A judge program that ended with an exit code which its protocol does not know. */
export function unknownExit(code: number, known: string, remark: string): Ruling {
  const said = lastLine(remark);
  const detail = `the problem’s own judge program ended with exit code ${code}, which should be ${known}`;
  return { verdict: 'IE', detail: said ? `${detail}: ${said}` : detail, remark };
}

/** The last line, cut to what a table shows: the end of a traceback, or of notes that lead to a verdict. */
export function lastLine(text: string): string {
  return shortened(text.trim().split('\n').at(-1)!.trim());
}

/** The first line, cut to what a table shows. */
export function firstLine(text: string): string {
  return shortened(text.trim().split('\n')[0]!.trim());
}

const shortened = (line: string): string => (line.length > 200 ? `${line.slice(0, 200)}…` : line);
