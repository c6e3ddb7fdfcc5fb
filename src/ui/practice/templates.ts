import type { Io } from '../../judge/problem.ts';
import type { Language } from '../../sandbox/program.ts';

const BUILT_IN: Record<string, string> = {
  '.c': '#include <stdio.h>\n\nint main(void) {\n    return 0;\n}\n',
  '.cpp':
    '#include <bits/stdc++.h>\nusing namespace std;\n\nint main() {\n    ios::sync_with_stdio(false);\n    cin.tie(nullptr);\n}\n',
};

/**
 * What a new program in this language begins with: in a problem that calls a function, that function as the problem
 * gives it, or its outline; else the person's own template; else what reads and writes the problem's files; else the
 * built-in one.
 */
export function templateOf(
  io: Io,
  language: string,
  languages: readonly Pick<Language, 'id' | 'extensions'>[],
  own: Readonly<Record<string, string>>,
): string {
  const extension = languages.find(({ id }) => id === language)?.extensions[0] ?? '';
  const outlined = io.kind === 'call' ? outlineOf(io, extension) : null;
  const reading = io.kind === 'files' ? readingOf(io, extension) : null;
  return outlined ?? own[language] ?? reading ?? BUILT_IN[extension] ?? '';
}

/** Starters are Python: their own there, elsewhere a function with the parameters of theirs. */
function outlineOf({ fn, starter }: Extract<Io, { kind: 'call' }>, extension: string): string | null {
  const names = parametersOf(fn, starter);
  const list = names?.join(', ');
  switch (extension) {
    case '.py':
      return starter || `def ${fn}(${list ?? '*args'}):\n    pass\n`;
    case '.js':
      return `function ${fn}(${list ?? '...args'}) {\n}\n`;
    case '.ts':
      return `function ${fn}(${names?.map((name) => `${name}: any`).join(', ') ?? '...args: any[]'}): any {\n}\n`;
    case '.lua':
      return `function ${fn}(${list ?? '...'})\nend\n`;
    case '.rb':
      return `def ${fn}(${list ?? '*args'})\nend\n`;
    default:
      return null;
  }
}

/** The names in `def fn(self, nums: List[int], k=1)`, or null where there is no such line. */
function parametersOf(fn: string, starter: string): string[] | null {
  const [, list] = new RegExp(`\\bdef\\s+${fn}\\s*\\(([^()]*)\\)`).exec(starter) ?? [];
  if (list === undefined) return null;
  // Commas within a type's brackets divide nothing.
  const plain = list.replace(/\[[^[\]]*(?:\[[^[\]]*\][^[\]]*)*\]/g, '');
  const names = plain.split(',').map((parameter) => /^\s*(\w+)/.exec(parameter)?.[1] ?? '');
  return names.filter((name) => name !== '' && name !== 'self');
}

/** A program that reads the problem's input and writes its output where they are; null for a language without one. */
function readingOf({ input, output }: Extract<Io, { kind: 'files' }>, extension: string): string | null {
  const lines = (read: string, write: string) =>
    `${[input && read, output && write].filter(Boolean).join('\n')}\n`;
  switch (extension) {
    case '.py':
      return `import sys\n${lines(`sys.stdin = open('${input}')`, `sys.stdout = open('${output}', 'w')`)}`;
    case '.js':
    case '.ts':
      return `const fs = require('fs');\nconst input = fs.readFileSync(${input ? `'${input}'` : '0'}, 'utf8');\n${output ? `fs.writeFileSync('${output}', '');\n` : ''}`;
    case '.lua':
      return lines(`io.input('${input}')`, `io.output('${output}')`);
    case '.rb':
      return lines(`$stdin = File.open('${input}')`, `$stdout = File.open('${output}', 'w')`);
    case '.c':
    case '.cpp': {
      const redirected = lines(
        `    freopen("${input}", "r", stdin);`,
        `    freopen("${output}", "w", stdout);`,
      );
      return BUILT_IN[extension]!.replace(/(int main\(.*\) \{\n)/, `$1${redirected}`);
    }
    default:
      return null;
  }
}
