/**
 * Programs in one that reads which of them to run: to compile each alone would take minutes, and so does one main that all
 * of them have become a part of.
 */
export function together(language: 'c' | 'cpp', sources: readonly string[]): string {
  const read = { c: 'scanf("%d", &which);', cpp: 'cin >> which;' }[language];
  const before = new Set<string>();
  const versions = new Map<string, Set<string>>();
  const cases = sources.map((source, i) => {
    let [head, main] = source.split(/^int main\(.*\) \{$/m) as [string, string];
    // Functions that several programs have are written once, and another of the same name under one of its own.
    for (const [text, name] of head.matchAll(/^\w[\w *&<>]* (\w+)\([^;]*?\) \{\n.*?^\}/gms)) {
      const known = versions.get(name!) ?? new Set();
      versions.set(name!, known.add(text));
      const at = [...known].indexOf(text);
      if (at === 0) continue;
      head = head.replaceAll(name!, `${name}_${at}`);
      main = main.replaceAll(name!, `${name}_${at}`);
    }
    for (const block of head.split('\n\n')) before.add(block);
    return `__attribute__((noinline, optnone)) static void case_${i}(void) {${main}`;
  });
  const which = cases.map((_, i) => `if (which == ${i}) case_${i}();`);
  return [...before, ...cases, `int main(void) {\nint which;\n${read}\n${which.join('\n')}\n}\n`].join('\n');
}
