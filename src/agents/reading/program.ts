import type { Reading } from '../formats.ts';
import { answerText, plainCode } from './answer-text.ts';
import { bareCode } from './bare-code.ts';
import { fieldOf, jsonAnswer } from './json-answer.ts';

/** How models name languages in fences and on lines of their own. */
const SPELLINGS: Record<string, readonly string[]> = {
  python: ['python', 'python3', 'py', 'python 3'],
  javascript: ['javascript', 'js', 'node', 'nodejs', 'node.js', 'mjs'],
  'javascript-strict': ['javascript', 'js', 'node', 'nodejs', 'node.js', 'mjs'],
  typescript: ['typescript', 'ts'],
  lua: ['lua'],
  ruby: ['ruby', 'rb'],
  c: ['c', 'c99', 'c11', 'c17'],
  cpp: ['cpp', 'c++', 'cc', 'cxx', 'c++17', 'c++20'],
};
const ANY_LANGUAGE = new Set([...Object.values(SPELLINGS).flat(), 'code']);
/** Fences that hold something else than a program. */
const NO_PROGRAM = new Set([
  'text',
  'txt',
  'plaintext',
  'output',
  'input',
  'bash',
  'sh',
  'shell',
  'console',
  'diff',
  'json',
  'xml',
]);

interface Block {
  tag: string;
  code: string;
}

/**
 * The program of an unconstrained model's answer: a fenced block, closed or not, a `<code>` element, a field of JSON, or,
 * where nothing marks it, the lines that look like code. Of several blocks the longest in the wanted language.
 */
export function readAnyProgram(text: string, language: string): Reading<string> {
  const answer = answerText(text);
  const found =
    best(fences(answer), language) ??
    best(elements(answer), language) ??
    inJson(answer) ??
    bareCode(answer, language);
  const source = found && tidy(found, language);
  return source ? { ok: true, value: `${source}\n` } : { ok: false, failure: 'The answer has no program.' };
}

/** The answer without its program: where to look for a plan. */
export const aroundProgram = (text: string): string =>
  answerText(text)
    .replace(/(?:```|~~~)[\s\S]*?(?:```|~~~|$)/g, '\n')
    .replace(/<(code|program)\b[^>]{0,80}>[\s\S]*?(?:<\/\1>|$)/gi, '\n');

function fences(text: string): Block[] {
  return [...text.matchAll(/(```+|~~~+)[ \t]*([^\n`~]*)(?:\n([\s\S]*?))?(?:\1|$)/g)].map((match) => {
    const [, , info = '', body] = match;
    const [tag = '', ...rest] = info.trim().split(/\s+/);
    // A whole block on one line, or a first line of code on the line of the fence.
    if (
      body === undefined ||
      body.trim() === '' ||
      (rest.length > 0 && !ANY_LANGUAGE.has(info.trim().toLowerCase()))
    ) {
      const known = ANY_LANGUAGE.has(tag.toLowerCase());
      const first = known ? info.trim().slice(tag.length).trimStart() : info.trim();
      return { tag: known ? tag.toLowerCase() : '', code: `${first}\n${body ?? ''}`.trim() };
    }
    return { tag: info.trim().toLowerCase(), code: body };
  });
}

function elements(text: string): Block[] {
  return [
    ...text.matchAll(/<(code|program|source|modified_code)\b([^>]{0,80})>([\s\S]*?)(?:<\/\1>|$)/gi),
  ].map(([, , attributes, body]) => ({
    tag: attributes!.match(/lang(?:uage)?\s*=\s*["']?([\w+#.]+)/i)?.[1]?.toLowerCase() ?? '',
    code: body!.replace(/<\/?[a-z_]+>\s*$/gi, ''),
  }));
}

function best(blocks: Block[], language: string): string | null {
  const spellings = SPELLINGS[language] ?? [language];
  const rank = ({ tag }: Block) => (spellings.includes(tag) ? 2 : NO_PROGRAM.has(tag) ? 0 : 1);
  const able = blocks.filter((block) => block.code.trim() !== '' && rank(block) > 0);
  const [first] = able.sort((p, q) => rank(q) - rank(p) || q.code.length - p.code.length);
  return first?.code ?? null;
}

function inJson(text: string): string | null {
  const code = fieldOf(jsonAnswer(text), ['code', 'program', 'source', 'solution', 'modified_code']);
  return typeof code === 'string' ? code : null;
}

/** Takes off what models put around lines of code. */
function tidy(found: string, language: string): string {
  let code = plainCode(found).replace(/^\n+/, '').trimEnd();
  const spellings = new Set(SPELLINGS[language] ?? [language]);
  // The language's name on a line of its own, which no program begins with.
  const [first = '', ...rest] = code.split('\n');
  if (rest.length > 0 && spellings.has(first.trim().toLowerCase().replace(/:$/, ''))) code = rest.join('\n');
  if (!code.includes('\n') && /\\n\s*(?:[a-z_]+\b|\})/i.test(code.replace(/(["'`])(?:\\.|(?!\1).)*\1/g, '')))
    code = code.replaceAll('\\n', '\n').replaceAll('\\t', '\t').replaceAll('\\"', '"');
  if (code.split('\n').some((line) => line.startsWith('>>> ')))
    code = code
      .split('\n')
      .filter((line) => /^(?:>>>|\.\.\.)(?: |$)/.test(line))
      .map((line) => line.slice(4))
      .join('\n');
  return dedent(curly(code)).trimEnd();
}

/** Typographic quotes, which no language reads, as plain ones. */
const curly = (code: string): string => code.replace(/[“”]/g, '"').replace(/[‘’]/g, "'");

function dedent(code: string): string {
  const lines = code.split('\n');
  const depths = lines.filter((line) => line.trim() !== '').map((line) => line.match(/^[ \t]*/)![0].length);
  const depth = depths.length > 0 ? Math.min(...depths) : 0;
  return lines.map((line) => line.slice(depth)).join('\n');
}
