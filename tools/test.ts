/**
 * `npm test`: types, lint and format, then every test project. The last line is the plain total,
 * `N passed, N failed`; each check counts as one. Names of projects as arguments run those alone.
 */
import { spawnSync } from 'node:child_process';
import { startVitest } from 'vitest/node';

const CHECKS: [name: string, command: string, args: string[]][] = [
  ['types', 'tsc', ['-p', '.']],
  ['types of the pure folders', 'tsc', ['-p', 'src/tsconfig.pure.json']],
  ['lint and format', 'biome', ['ci', '.']],
];

let passed = 0;
let failed = 0;

function check([name, command, args]: (typeof CHECKS)[number]): void {
  const { status } = spawnSync('npx', ['--no-install', command, ...args], { stdio: 'inherit' });
  const ok = status === 0;
  process.stdout.write(`${ok ? '✓' : '✗'} ${name}\n`);
  if (ok) passed += 1;
  else failed += 1;
}

const projects = process.argv.slice(2);
if (projects.length === 0) CHECKS.forEach(check);

const vitest = await startVitest('test', [], {
  run: true,
  watch: false,
  ...(projects.length > 0 ? { project: projects } : {}),
});
for (const module of vitest.state.getTestModules()) {
  const tests = [...module.children.allTests()];
  passed += tests.filter((test) => test.result().state === 'passed').length;
  failed += tests.filter((test) => test.result().state === 'failed').length;
  // A file that cannot even be loaded has no tests to count, but it is a failure all the same.
  failed += module.errors().length;
}
failed += vitest.state.getUnhandledErrors().length;
await vitest.close();

process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
