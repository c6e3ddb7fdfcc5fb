import type { SolveEvent } from '../src/agents/events.ts';
import { DEFAULT_OPTIONS } from '../src/agents/options.ts';
import type { Automation } from '../src/automation.ts';
import type { Problem } from '../src/judge/problem.ts';
import { familyProblem } from '../src/studio/family/problem.ts';
import { toProblem } from '../src/studio/family/to-problem.ts';
import { readArguments, runCommand, whole } from './command-line.ts';
import { openSite } from './site.ts';

const USAGE = `Usage: npm run bench:page -- [OPTIONS]

Solves held-out problems of the family in the built page, in a headless Chromium that reaches nothing outside: how many
end in a program that passes every sample and every hidden test, and how long after the page was opened the first did.

  --count N   how many problems (20)
  --seed S    the family's seed (777)
`;

const solveInPage = ({ problem, options }: { problem: Problem; options: typeof DEFAULT_OPTIONS }) =>
  (globalThis as unknown as { quartet: Automation }).quartet.solve(problem, options, () => {});

function summary(events: SolveEvent[]): { passed: boolean; switches: string; seconds: number; how: string } {
  const graded = events.find((event) => event.type === 'graded');
  const ended = events.findLast((event) => event.type === 'ended');
  const switches = events.flatMap((event) => (event.type === 'switched' ? [event.to ?? 'base'] : []));
  return {
    passed: graded?.verdict === 'AC',
    how: ended?.how ?? 'failed',
    switches: switches.join(' → '),
    seconds: (ended?.measured.ms ?? 0) / 1000,
  };
}

async function main(count: number, seed: number): Promise<void> {
  const { page, outside, close } = await openSite();
  const opened = performance.now();
  try {
    let solved = 0;
    for (let i = 0; i < count; i++) {
      const problem = await toProblem(familyProblem(seed, i, 'test'), `family seed ${seed} #${i}`);
      const events = await page.evaluate(solveInPage, { problem, options: DEFAULT_OPTIONS });
      const { passed, how, switches, seconds } = summary(events);
      if (passed) solved++;
      const since = i === 0 ? `, ${((performance.now() - opened) / 1000).toFixed(1)} s after opening` : '';
      process.stdout.write(
        `${passed ? 'AC' : how}  ${seconds.toFixed(1)} s${since}  ${problem.title}: ${switches}\n`,
      );
    }
    process.stdout.write(`${solved} of ${count} pass every test; ${outside.length} outside requests\n`);
  } finally {
    await close();
  }
}

await runCommand(USAGE, async () => {
  const { values } = readArguments({
    options: {
      count: { type: 'string', default: '20' },
      seed: { type: 'string', default: '777' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return null;
  await main(whole('count', values.count), whole('seed', values.seed));
  return true;
});
