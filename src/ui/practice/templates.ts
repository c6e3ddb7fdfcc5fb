import type { Language } from '../../sandbox/program.ts';

const BUILT_IN: Record<string, string> = {
  '.c': '#include <stdio.h>\n\nint main(void) {\n    return 0;\n}\n',
  '.cpp':
    '#include <bits/stdc++.h>\nusing namespace std;\n\nint main() {\n    ios::sync_with_stdio(false);\n    cin.tie(nullptr);\n}\n',
};

/** What a new program in this language begins with: the person's own template, else the built-in one. */
export function templateOf(
  language: string,
  languages: readonly Pick<Language, 'id' | 'extensions'>[],
  own: Readonly<Record<string, string>>,
): string {
  const extension = languages.find(({ id }) => id === language)?.extensions[0] ?? '';
  return own[language] ?? BUILT_IN[extension] ?? '';
}
