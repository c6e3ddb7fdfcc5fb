import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { Grade } from '../src/judge/grade.ts';
import { ImportError } from '../src/judge/import/import-error.ts';
import { exportProblem } from '../src/judge/import/problem-json.ts';
import { memoryWords } from '../src/judge/memory-words.ts';
import type { Problem } from '../src/judge/problem.ts';
import { LANGUAGES, languageOf, languageOfFile } from '../src/sandbox/languages.ts';
import { readArguments, runCommand, UsageError } from './command-line.ts';
import { judgeInPage } from './judge-in-page.ts';
import { judgePackages } from './judge-packages.ts';
import { importNamed, readProblemFile } from './problem-file.ts';

const USAGE = `Usage: npm run judge -- PROBLEM SUBMISSION… [--lang LANGUAGE] [--json]
       npm run judge -- --package FILE… [--json]
       npm run judge -- --import FILE…

Runs submissions against all tests of a problem in the built page, in a headless browser.
With --package, judges every submission that Kattis or Polygon packages carry, in the languages that there are, and says
of each whether it gets what its author says. With --import, prints every problem that the files hold as JSON, one a line.

  PROBLEM      a file or folder that holds one problem, or FILE#N for the N-th of several
  SUBMISSION   a program; its language is told by its name (${LANGUAGES.flatMap(({ extensions }) => extensions).join(', ')})
  --lang       the language of all submissions: ${LANGUAGES.map(({ id }) => id).join(', ')}
  --json       one line of JSON for each submission
  FILE         a Kattis or Polygon package or bare tests, NAME.in with NAME.ans or NAME.out (folder or zip);
               Problem JSON, Competitive Companion, CodeContests or APPS (JSON, a JSON list or JSON Lines);
               problem_descriptions.jsonl with unittest_db.json (xCodeEval); Markdown with \`\`\`input and
               \`\`\`output

Exit status: 0 if every submission is accepted (--package: gets what its author says; --import: every problem was read),
1 if one is not, 2 if nothing could be judged.
`;

interface Task {
  problem: Problem;
  submissions: { name: string; language: string; source: string }[];
  json: boolean;
}

async function readTask({ values, positionals }: Arguments): Promise<Task> {
  const [problemName, ...names] = positionals;
  if (!problemName || names.length === 0)
    throw new UsageError('A problem and at least one submission are needed.');
  const submissions = await Promise.all(
    names.map(async (name) => {
      const language = values.lang ? languageOf(values.lang) : languageOfFile(name);
      const source = await readFile(name, 'utf8').catch((error) => {
        throw new UsageError(`${name} cannot be read: ${error.message}.`);
      });
      return { name, language: language.id, source };
    }),
  );
  const problem = await readProblemFile(problemName, { statement: 'unread' });
  return { problem, submissions, json: values.json ?? false };
}

type Arguments = ReturnType<typeof arguments_>;

function arguments_() {
  return readArguments({
    allowPositionals: true,
    options: {
      lang: { type: 'string' },
      json: { type: 'boolean' },
      import: { type: 'boolean' },
      package: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
}

function table(name: string, { verdict, tests }: Grade): string {
  const width = Math.max(...tests.map(({ id }) => id.length));
  const lines = tests.map((test) =>
    [
      `  ${test.id.padEnd(width)}`,
      test.verdict.padEnd(3),
      `${test.measured.ms} ms`.padStart(8),
      memoryWords(test.measured.memoryBytes).padStart(8),
      ` ${test.detail}`,
    ]
      .join('  ')
      .trimEnd(),
  );
  return `${name}: ${verdict}\n${lines.join('\n')}\n`;
}

function jsonLine(name: string, { verdict, tests }: Grade): string {
  const rows = tests.map(({ id, verdict, measured, detail }) => ({ id, verdict, ...measured, detail }));
  return `${JSON.stringify({ submission: name, verdict, tests: rows })}\n`;
}

async function judgeAll({ problem, submissions, json }: Task): Promise<boolean> {
  // Loaded only now: a browser and a bundler are much to load for saying that a name was mistyped.
  const { openSite } = await import('./site.ts');
  // Isolated, so that programs of every language can talk with an interactor.
  const languages = submissions.map(({ language }) => language);
  const { page, close } = await openSite({ isolated: true, languages });
  try {
    let accepted = true;
    for (const { name, language, source } of submissions) {
      const judged = await judgeInPage(page, problem, { language, source });
      process.stdout.write(json ? jsonLine(name, judged) : table(name, judged));
      accepted &&= judged.verdict === 'AC';
    }
    return accepted;
  } finally {
    await close();
  }
}

/** Problems on standard output, errors on the other. */
async function importAll(names: readonly string[]): Promise<boolean> {
  if (names.length === 0) throw new UsageError('A file to import is needed.');
  let allRead = true;
  for await (const imported of importNamed(names)) {
    allRead &&= !(imported instanceof ImportError);
    if (imported instanceof ImportError) process.stderr.write(`${imported.message}\n`);
    else if (!process.stdout.write(`${exportProblem(imported)}\n`)) await once(process.stdout, 'drain');
  }
  return allRead;
}

await runCommand(USAGE, async () => {
  const given = arguments_();
  if (given.values.help) return null;
  const { json = false } = given.values;
  if (given.values.package) return judgePackages(given.positionals, json);
  return given.values.import ? importAll(given.positionals) : judgeAll(await readTask(given));
}, ['CannotJudgeError']);
