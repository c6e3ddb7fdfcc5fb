import type { Page } from 'playwright-core';
import { LANGUAGES, languageOf } from '../src/sandbox/languages.ts';
import { accepted, decoding, judged } from './bench/judge/in-page.ts';
import { nativeMs } from './bench/judge/native.ts';
import { adding, printing } from './bench/judge/problems.ts';
import { PROGRAMS } from './bench/judge/programs.ts';
import { median, row } from './bench/judge/table.ts';
import { type BenchPrograms, WORKS } from './bench/judge/workload.ts';
import { readArguments, runCommand, UsageError } from './command-line.ts';
import { openSite } from './site.ts';

const PARTS: Record<string, (page: Page, languages: readonly BenchPrograms[]) => Promise<void>> = {
  starting,
  working,
  compiling,
  beside,
};
const USAGE = `Usage: npm run bench:judge -- [LANGUAGE…] [--only PART]

What judging costs in each language, or in those that are named, in the built page in a headless Chromium, in milliseconds.

  --only PART   one of ${Object.keys(PARTS).join(', ')}
`;

const SUBMISSIONS = 7;
const MANY = 100;
/** How often a program that takes SHARE of its limit is run beside a model that decodes. */
const RUNS = 20;
const SHARE = 0.7;

/**
 * `cold`: from asking to the first verdict, in a page that has not used the language yet; `again`: the same for the
 * next submissions, one right after the other (median), each in a worker of its own; `test`: each further test of a
 * submission; `100`: a trivial submission with 100 tests; `late`: from the limit of a program that never ends until it
 * has been ended and judged, less `again`, which starts it.
 */
async function starting(page: Page, languages: readonly BenchPrograms[]): Promise<void> {
  row(['ms', 'cold', 'again', 'test', '100', 'late']);
  const [one, many] = [await adding(1), await adding(MANY)];
  for (const { language, trivial, endless } of languages) {
    const cold = await accepted(page, one, { language, source: trivial });
    const again: number[] = [];
    for (let i = 1; i <= SUBMISSIONS; i++) {
      const source = trivial + '\n'.repeat(i);
      again.push((await accepted(page, one, { language, source })).ms);
    }
    const hundred = await accepted(page, many, { language, source: trivial });
    const test = Math.max(0, (hundred.ms - median(again)) / (MANY - 1));
    await accepted(page, one, { language, source: trivial });
    const limitMs = 1000 * languageOf(language).timeFactor;
    const { grade, ms } = await judged(page, await printing('', 1000), { language, source: endless });
    if (grade.verdict !== 'TLE') throw new Error(`${language}: the endless program got ${grade.verdict}`);
    const late = Math.max(0, ms - limitMs - median(again));
    row([language, cold.ms, median(again), test, hundred.ms, late]);
  }
}

/** Programs that take the processor: here, with the machine's own toolchain, and how often longer it takes here. */
async function working(page: Page, languages: readonly BenchPrograms[]): Promise<void> {
  row(['ms', ...WORKS.flatMap((work) => [work, 'native', 'times'])]);
  for (const { language, heavy, native } of languages) {
    const cells: (number | null)[] = [];
    for (const work of WORKS) {
      const { source, prints } = heavy[work];
      const { grade } = await accepted(page, await printing(prints, 60_000), { language, source });
      const { ms } = grade.tests[0]!.measured;
      const machine = nativeMs(heavy[work], native);
      cells.push(ms, machine, machine && ms / machine);
    }
    row([language, ...cells]);
  }
}

/** From asking to the verdict of a program that is compiled anew (median), by what it includes. */
async function compiling(page: Page, languages: readonly BenchPrograms[]): Promise<void> {
  const one = await adding(1);
  for (const { language, compiles } of languages) {
    for (const [what, source] of Object.entries(compiles ?? {})) {
      const times: number[] = [];
      for (let i = 0; i <= SUBMISSIONS; i++)
        times.push((await accepted(page, one, { language, source: source + '\n'.repeat(i) })).ms);
      // The first is what loads the compiler, or warms it up.
      row([language, median(times.slice(1)), `  with ${what}`]);
    }
  }
}

/** A program that takes SHARE of its time limit when it is alone, run again and again while the model decodes. */
async function beside(page: Page, languages: readonly BenchPrograms[]): Promise<void> {
  for (const { language, heavy } of languages) {
    const { source, prints } = heavy.loop;
    const alone = await accepted(page, await printing(prints, 60_000, 3), { language, source });
    const ms = median(alone.grade.tests.map(({ measured }) => measured.ms));
    const limitMs = ms / SHARE;
    const problem = await printing(prints, limitMs / languageOf(language).timeFactor, RUNS);
    const stop = await decoding(page);
    const { grade } = await judged(page, problem, { language, source });
    const { tokens } = await stop();
    const inTime = grade.tests.filter(({ verdict }) => verdict === 'AC').length;
    const slowest = Math.max(...grade.tests.map(({ measured }) => measured.ms)) / limitMs;
    row([language, `${inTime} of ${RUNS} in time`], 16);
    row(
      ['', `alone ${ms.toFixed(0)} ms, ${SHARE} of the limit; the slowest took ${slowest.toFixed(2)} of it`],
      4,
    );
    row(['', `${tokens} tokens decoded meanwhile`], 4);
  }
}

async function main(named: readonly string[], only: string | undefined): Promise<void> {
  if (only !== undefined && !Object.hasOwn(PARTS, only))
    throw new UsageError(`--only takes one of ${Object.keys(PARTS).join(', ')}, not “${only}”.`);
  const wanted = named.map((id) => languageOf(id).id);
  const chosen = PROGRAMS.filter(({ language }) =>
    wanted.length > 0 ? wanted.includes(language) : LANGUAGES.some(({ id }) => id === language),
  );
  const { page, close } = await openSite();
  try {
    for (const [name, part] of Object.entries(PARTS)) {
      if (only && only !== name) continue;
      process.stdout.write(`\n${name}\n`);
      await part(page, chosen);
    }
  } finally {
    await close();
  }
}

await runCommand(USAGE, async () => {
  const { values, positionals } = readArguments({
    allowPositionals: true,
    options: { only: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) return null;
  await main(positionals, values.only);
  return true;
});
