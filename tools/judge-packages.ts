import { agrees } from '../src/judge/agreement.ts';
import { ImportError } from '../src/judge/import/import-error.ts';
import type { Problem, Reference } from '../src/judge/problem.ts';
import { LANGUAGES } from '../src/sandbox/languages.ts';
import { UsageError } from './command-line.ts';
import { judgeInPage } from './judge-in-page.ts';
import { importNamed } from './problem-file.ts';
import type { OpenSite } from './site.ts';

interface Row {
  package: string;
  submission: string;
  expected: string;
  /** The verdict, `–` if it was not judged. */
  got: string;
  agrees: boolean;
  /** The first test that was not accepted and why, or why the submission was not judged. */
  detail: string;
}

/**
 * Judges every submission that problem packages carry, and says of each whether it gets what its author says. A
 * submission in a language that no sandbox runs is told and not counted. True if there was something to judge and all
 * of it agrees.
 */
export async function judgePackages(names: readonly string[], json: boolean): Promise<boolean> {
  if (names.length === 0) throw new UsageError('A package is needed.');
  // Loaded only now: a browser and a bundler are much to load for saying that a name was mistyped.
  const { openSite } = await import('./site.ts');
  let site: OpenSite | null = null;
  let judged = 0;
  let disagreeing = 0;
  try {
    for await (const problem of importNamed(names, { statement: 'unread' })) {
      if (problem instanceof ImportError) {
        process.stderr.write(`${problem.message}\n`);
        disagreeing += 1;
        continue;
      }
      if (!json) process.stdout.write(`${problem.title}\n`);
      for (const reference of problem.references) {
        const known = LANGUAGES.some(({ id }) => id === reference.language);
        // Isolated, so that programs of every language can talk with an interactor.
        site ??= await openSite({
          isolated: true,
          languages: problem.references.map(({ language }) => language),
        });
        const row = known ? await rowOf(site, problem, reference) : unknown(problem, reference);
        if (known) judged += 1;
        if (!row.agrees) disagreeing += 1;
        process.stdout.write(json ? `${JSON.stringify(row)}\n` : line(row, known));
      }
    }
  } finally {
    await site?.close();
  }
  if (!json) process.stdout.write(`${judged} judged, ${disagreeing} not as expected\n`);
  return judged > 0 && disagreeing === 0;
}

async function rowOf({ page }: OpenSite, problem: Problem, reference: Reference): Promise<Row> {
  const { language, source, verdict: expected } = reference;
  const told = { package: problem.title, submission: nameOf(reference), expected };
  try {
    const grade = await judgeInPage(page, problem, { language, source });
    const failed = grade.tests.find(({ verdict }) => verdict !== 'AC' && verdict !== 'SK');
    const detail = failed ? `${failed.id}: ${failed.detail}` : '';
    return { ...told, got: grade.verdict, agrees: agrees(expected, grade.tests), detail };
  } catch (error) {
    return { ...told, got: 'IE', agrees: false, detail: (error as Error).message.split('\n')[0]! };
  }
}

function unknown({ title }: Problem, reference: Reference): Row {
  const detail = `no sandbox runs “${reference.language}”`;
  return {
    package: title,
    submission: nameOf(reference),
    expected: reference.verdict,
    got: '–',
    agrees: true,
    detail,
  };
}

function nameOf({ name, language }: Reference): string {
  return name ?? `(in ${language})`;
}

function line({ submission, expected, got, agrees, detail }: Row, judged: boolean): string {
  const mark = judged ? (agrees ? '✓' : '✗') : ' ';
  return `${`  ${mark} ${submission.padEnd(60)}  ${expected.padEnd(9)}  ${got.padEnd(3)}  ${detail}`.trimEnd()}\n`;
}
