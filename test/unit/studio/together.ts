/**
 * Programs in one that reads which of them to run: to compile each alone would take minutes, and so does one main that all
 * of them have become a part of.
 */
export function together(language: 'c' | 'cpp', sources: readonly string[]): string {
  const read = { c: 'scanf("%d", &which);', cpp: 'cin >> which;' }[language];
  const parts = sources.map((source) => source.split(/^int main\(.*\) \{$/m) as [string, string]);
  // Functions that several call are written once.
  const before = new Set(parts.flatMap(([head]) => head.split('\n\n')));
  const cases = parts.map(([, main], i) => `__attribute__((noinline)) static void case_${i}(void) {${main}`);
  const which = cases.map((_, i) => `if (which == ${i}) case_${i}();`);
  return [...before, ...cases, `int main(void) {\nint which;\n${read}\n${which.join('\n')}\n}\n`].join('\n');
}
