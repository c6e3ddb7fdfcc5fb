import type { Io } from '../../judge/problem.ts';
import type { Language } from '../../sandbox/program.ts';

const BUILT_IN: Record<string, string> = {
  '.c': '#include <stdio.h>\n\nint main(void) {\n    return 0;\n}\n',
  '.cpp':
    '#include <bits/stdc++.h>\nusing namespace std;\n\nint main() {\n    ios::sync_with_stdio(false);\n    cin.tie(nullptr);\n}\n',
};

/**
 * What a new program in this language begins with: what the problem gives to start from, else the person's own
 * template, else the built-in one. Problems that call a function give Python.
 */
export function templateOf(
  io: Io,
  language: string,
  languages: readonly Pick<Language, 'id' | 'extensions'>[],
  own: Readonly<Record<string, string>>,
): string {
  const extension = languages.find(({ id }) => id === language)?.extensions[0] ?? '';
  if (io.kind === 'call' && io.starter !== '' && extension === '.py') return io.starter;
  return own[language] ?? BUILT_IN[extension] ?? '';
}
