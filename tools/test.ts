/**
 * `npm test`: types, lint and format, every test project, then the training where there is a Python for it. The last
 * line is the plain total, `N passed, N failed`; each check counts as one. Names of projects as arguments run those
 * alone, the lab's (`npm run test:lab`) only so: what it lacks it names and skips.
 */
import { spawnSync } from 'node:child_process';
import { startVitest, type TestCase } from 'vitest/node';
import { findPython } from './training/python.ts';

type Check = [name: string, command: string, ...args: string[]];

const CHECKS: Check[] = [
  ['types', 'npx', '--no-install', 'tsc', '-p', '.'],
  ['types of the pure folders', 'npx', '--no-install', 'tsc', '-p', 'src/tsconfig.pure.json'],
  ['lint and format', 'npx', '--no-install', 'biome', 'ci', '.'],
];

const trainingChecks = (python: string): Check[] => [
  ['tests of training/', python, '-m', 'unittest', 'discover', '-s', 'training/tests', '-t', '.'],
  ['train:smoke', 'npx', '--no-install', 'tsx', 'tools/train-smoke.ts'],
];

const PROJECTS = ['unit', 'browser', 'e2e'];

/** Of a failure's message; whoever looks at a log of this from afar sees no more than its end. */
const MOST_LINES = 12;

let passed = 0;
let skipped = 0;
/** What failed: told again right before the total, since the reports of their failures are thousands of lines further up. */
const failures: string[] = [];

function check([name, command, ...args]: Check): void {
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  const ok = status === 0;
  process.stdout.write(`${ok ? '✓' : '✗'} ${name}\n`);
  if (ok) passed += 1;
  else failures.push(name);
}

/** A failure's first lines; with how the command ended, where it is of one that failed: its message has what that said. */
function said(test: TestCase): string {
  const error = test.result().errors?.[0];
  if (!error) return '';
  const { code, signal } = error as { code?: unknown; signal?: unknown };
  const lines = error.message.split('\n').slice(0, MOST_LINES);
  if (signal) lines.push(`ended by ${signal}`);
  else if (typeof code === 'number') lines.push(`exit status ${code}`);
  return lines.join('\n  ');
}

const named = process.argv.slice(2);
if (named.length === 0) CHECKS.forEach(check);

const vitest = await startVitest('test', [], {
  run: true,
  watch: false,
  project: named.length > 0 ? named : PROJECTS,
});
for (const module of vitest.state.getTestModules()) {
  const tests = [...module.children.allTests()];
  passed += tests.filter((test) => test.result().state === 'passed').length;
  for (const test of tests.filter((test) => test.result().state === 'failed')) {
    failures.push(`${module.relativeModuleId} > ${test.fullName}: ${said(test)}`);
  }
  for (const test of tests.filter((test) => test.result().state === 'skipped')) {
    skipped += 1;
    process.stdout.write(`skipped: ${test.fullName}\n`);
  }
  // A file that cannot even be loaded has no tests to count, but it is a failure all the same.
  for (const { message } of module.errors()) failures.push(`${module.relativeModuleId}: ${message}`);
}
for (const error of vitest.state.getUnhandledErrors()) failures.push(`outside a test: ${String(error)}`);
await vitest.close();

if (named.length === 0) {
  const python = findPython();
  if (python.command === null)
    process.stdout.write(`NOT TESTED: training/ and npm run train:smoke, for ${python.why}\n`);
  else trainingChecks(python.command).forEach(check);
}

for (const failure of failures) process.stdout.write(`failed: ${failure}\n`);
process.stdout.write(`${passed} passed, ${failures.length} failed\n`);
process.exit(failures.length === 0 && passed + skipped > 0 ? 0 : 1);
