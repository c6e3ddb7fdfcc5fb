import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { ImportError } from '../src/judge/import/import-error.ts';
import type { Problem } from '../src/judge/problem.ts';
import { languageOf } from '../src/sandbox/languages.ts';
import { readArguments, runCommand, UsageError, whole } from './command-line.ts';
import { copyModel, KitError } from './kit/copy-model.ts';
import { importNamed } from './problem-file.ts';

const USAGE = `Usage: npm run kit -- --out FOLDER [OPTIONS]

Makes one folder that holds the whole site: the page, the languages that are named, a model with its role packs, and a set
of problems. It can be copied to a USB stick or a static host, and needs no network; docs/hosting.md says how it is opened.

  --languages L,L   those whose programs it can run (all); Python is always there, as the roles write it
  --model FOLDER    a model in MLC's format, which the page then offers to copy into the browser
  --library FILE    the model's compiled library (.wasm), where it has one
  --problems FILE   a problem of any kind that the page imports; may be given several times
  --largest MIB     no file is larger (24): larger ones of the model are cut into parts, which the page joins again
`;

const root = fileURLToPath(new URL('..', import.meta.url));
const MIB = 2 ** 20;
/** Written last, so that a folder which has it is a whole kit, and may be made again. */
const MARK = 'START-HERE.txt';

interface Kit {
  out: string;
  languages: string[] | null;
  model: string | null;
  library: string | null;
  problems: string[];
  largest: number;
}

function given(): Kit | null {
  const text = { type: 'string' } as const;
  const { values } = readArguments({
    options: {
      ...{ out: text, languages: text, model: text, library: text, largest: text },
      problems: { type: 'string', multiple: true },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return null;
  if (!values.out) throw new UsageError('--out is missing: the folder that becomes the kit.');
  if (values.library && !values.model) throw new UsageError('--library is a model’s: --model is missing.');
  const largest = whole('largest', values.largest, 24) * MIB;
  if (largest === 0) throw new UsageError('--largest takes a number of MiB from 1 on.');
  const named = values.languages?.split(',').map((id) => languageOf(id).id);
  return {
    out: resolve(values.out),
    languages: named ? [...new Set(['python', ...named])] : null,
    model: values.model ?? null,
    library: values.library ?? null,
    problems: values.problems ?? [],
    largest,
  };
}

async function make({ out, languages, model, library, problems, largest }: Kit): Promise<void> {
  const there = await readdir(out).catch((): string[] => []);
  if (there.length > 0 && !there.includes(MARK))
    throw new UsageError(`${out} is not empty and no kit; name another folder, or empty it first.`);
  const set = await importAll(problems);
  if (languages) process.env['VITE_LANGUAGES'] = languages.join(',');
  for (const name of there) await rm(join(out, name), { recursive: true });
  // What a page keeps of its site is listed by the build, so all but the model's own files is there before.
  const publicDir = await mkdtemp(join(tmpdir(), 'quartet-kit-'));
  try {
    await cp(join(root, 'public'), publicDir, { recursive: true });
    if (set.length > 0) await addProblems(join(publicDir, 'problems'), set);
    if (model) {
      const listed = await copyModel({ model, library, out: join(out, 'models'), largest });
      const index = join(publicDir, 'models', 'index.json');
      await writeFile(index, `${JSON.stringify([listed], null, 1)}\n`);
    }
    await build({ root, publicDir, logLevel: 'warn', build: { outDir: out, emptyOutDir: false } });
  } finally {
    await rm(publicDir, { recursive: true });
  }
  for (const file of ['serve.py', 'serve.mjs', MARK]) await cp(join(root, 'hosting', file), join(out, file));
  await tell(out, largest, set.length);
}

async function importAll(files: readonly string[]): Promise<Problem[]> {
  const problems: Problem[] = [];
  for await (const imported of importNamed(files)) {
    if (imported instanceof ImportError) throw imported;
    problems.push(imported);
  }
  return problems;
}

/** Lists the set first, so that the page opens with it. */
async function addProblems(folder: string, problems: readonly Problem[]): Promise<void> {
  const index = join(folder, 'index.json');
  const others = JSON.parse(await readFile(index, 'utf8')) as { file: string; title: string }[];
  const own = problems.map((problem, i) => ({ file: `set-${i + 1}.json`, title: problem.title, problem }));
  for (const { file, problem } of own) await writeFile(join(folder, file), JSON.stringify(problem));
  const listed = [...own.map(({ file, title }) => ({ file, title })), ...others];
  await writeFile(index, `${JSON.stringify(listed, null, 1)}\n`);
}

/** Says what the kit weighs, and which of its files a host would refuse. */
async function tell(out: string, largest: number, problems: number): Promise<void> {
  const entries = await readdir(out, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const sizes = await Promise.all(files.map(async (file) => ({ file, size: (await stat(file)).size })));
  const total = sizes.reduce((sum, { size }) => sum + size, 0);
  const above = sizes.filter(({ size }) => size > largest);
  if (above.length > 0)
    throw new KitError(
      `These files are larger than ${largest / MIB} MiB and have to stay whole: ${above.map(({ file }) => file).join(', ')}. Take a larger --largest.`,
    );
  process.stdout.write(
    `${basename(out)}: ${files.length} files, ${(total / 1e6).toFixed(1)} MB, ${problems} problems of its own\n`,
  );
}

await runCommand(USAGE, async () => {
  const kit = given();
  if (!kit) return null;
  await make(kit);
  return true;
}, ['KitError', 'WeightsError', 'ModelSourceError', 'FaultError']);
