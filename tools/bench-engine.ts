import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { reportGpu } from './bench/gpu/report.ts';
import { type Measured, measureModels } from './bench/measure.ts';
import type { BenchEngine } from './bench/page.ts';
import { launchChromium } from './chromium.ts';
import { readArguments, runCommand } from './command-line.ts';
import { folderSource } from './folder-source.ts';

const USAGE = `Usage: npm run bench:engine -- [MODEL] [--cpu | --gpu]

Prints prefill and decode speed of the cpu executor in tokens a second, with WebAssembly SIMD and without, how much
faster a batch is than one sequence, and what guessed tokens do for the debugger; the speeds of a model of five
million random weights too. Then, in headless Chromium, the wgsl executor on the machine's GPU or else on a software
adapter, which is named: speeds of the model and of one layer at the shapes of 7B against copying, what a change of
roles takes, attention over long contexts, and what loading holds in memory. Needs Node and Chrome or Chromium.

  MODEL        a model's folder; public/models/quartet-tiny by default
  --cpu        the cpu executor alone
  --chromium   the cpu executor in headless Chromium instead of Node
  --gpu        the wgsl executor alone
  --kernels K  of the wgsl executor, by name instead of the fastest, e.g. "wgsl 2 f32 lanes 16 wide"
`;

async function reportCpu(folder: string, chromium: boolean): Promise<void> {
  const [where, measured] = chromium
    ? await inChromium(folder)
    : [`Node ${process.version}`, await measureModels(folderSource(folder))];
  for (const [i, model] of measured.entries()) {
    print(`${i === 0 ? folder : 'random weights'}, ${model.parameters} parameters, in ${where}`);
    printModel(model);
  }
}

function printModel(measured: Measured): void {
  for (const { kernels, batch, prefill, decode } of measured.speeds) {
    const one = measured.speeds.find((speed) => speed.kernels === kernels)!.decode;
    const speeds = `prefill ${prefill.toFixed(0).padStart(6)}/s  decode ${decode.toFixed(0).padStart(6)}/s`;
    print(
      `${kernels.padEnd(10)}  batch ${`${batch}`.padStart(2)}  ${speeds}  ${(decode / one).toFixed(2)} × one`,
    );
  }
  for (const [off, on] of measured.guessing) {
    const speeds = `${off.tokensPerSecond.toFixed(0)}/s → ${on.tokensPerSecond.toFixed(0)}/s`;
    const rate = `${on.accepted} of ${on.guessed} guesses true, ${on.tokens} tokens`;
    const same = on.texts === off.texts ? 'the same texts' : 'OTHER TEXTS';
    print(`guessing    batch ${`${on.batch}`.padStart(2)}  ${speeds}  ${rate}, ${same}`);
  }
}

async function inChromium(folder: string): Promise<[string, Awaited<ReturnType<BenchEngine>>]> {
  const entry = fileURLToPath(new URL('./bench/page.ts', import.meta.url));
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, format: 'iife', write: false });
  const files = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((file) => file.isFile());
  const contents = files.map(({ parentPath, name }) => {
    const path = join(parentPath, name);
    return [relative(folder, path).split(sep).join('/'), readFileSync(path).toString('base64')];
  });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ content: outputFiles[0].text });
    const measured = await page.evaluate(
      (given) => (globalThis as unknown as { benchEngine: BenchEngine }).benchEngine(given),
      Object.fromEntries(contents) as Record<string, string>,
    );
    return [`Chromium ${browser.version()}`, measured];
  } finally {
    await browser.close();
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

await runCommand(USAGE, async () => {
  const { positionals, values } = readArguments({
    allowPositionals: true,
    options: {
      cpu: { type: 'boolean' },
      chromium: { type: 'boolean' },
      gpu: { type: 'boolean' },
      kernels: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return null;
  const folder = positionals[0] ?? 'public/models/quartet-tiny';
  if (!values.gpu) await reportCpu(folder, values.chromium ?? false);
  if (!values.cpu) (await reportGpu(folder, values.kernels ?? null)).forEach(print);
  return true;
}, ['WeightsError']);
