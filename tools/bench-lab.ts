import { parseArgs } from 'node:util';
import { openGpuPage } from './gpu-page.ts';
import type { MeasuredLab, MeasureLab } from './lab/bench-page.ts';

const USAGE = `Usage: npm run bench:lab -- [DIR] [--tokens N]

Measures a model with its compiled library (see test/lab/README.md) in headless Chromium: time to the first token and
tokens a second for a batch of 1, 4 and 8, in the library and on our own kernels, against web-llm's own loop; and a
role's change in place against copying the edited weights and against web-llm loading another model.

  DIR          the model's folder; LAB_MODEL_DIR by default
  --tokens N   tokens that are decoded for each number; 16 by default, which a software adapter takes minutes for
`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { tokens: { type: 'string', default: '16' }, help: { type: 'boolean', short: 'h' } },
});
const folder = positionals[0] ?? process.env['LAB_MODEL_DIR'];
const tokens = Number(values.tokens);
if (values.help || !folder || !(Number.isInteger(tokens) && tokens > 0)) {
  process.stderr.write(USAGE);
  process.exit(values.help ? 0 : 2);
}

const { page, modelUrl, chromium, close } = await openGpuPage('./lab/bench-page.ts', folder);
try {
  await page.exposeFunction('tellNext', (next: string) => process.stderr.write(`measuring ${next}…\n`));
  const measured = await page.evaluate(
    ([url, count]) => {
      const { measureLab, tellNext } = globalThis as unknown as {
        measureLab: MeasureLab;
        tellNext(next: string): void;
      };
      return measureLab(url as string, count as number, tellNext);
    },
    [modelUrl, tokens] as const,
  );
  process.stdout.write(
    [`${folder} on ${measured.adapter}, Chromium ${chromium}`, ...linesOf(measured), ''].join('\n'),
  );
} finally {
  await close();
}

function linesOf({ speeds, webLlm, roles }: MeasuredLab): string[] {
  const ratio = (value: number, to: number) => `${(value / to).toFixed(2)} ×`;
  const { first, tokensPerSecond, reload } = webLlm;
  const { change, copy, editedBytes } = roles;
  return [
    `web-llm's own loop: first token ${first.toFixed(0)} ms, ${tokensPerSecond.toFixed(2)} tokens/s`,
    ...speeds.flatMap(({ name, first, decode }) => [
      `${name}: first token ${first.toFixed(0)} ms`,
      ...decode.map(
        ({ batch, tokensPerSecond: speed }) =>
          `  batch ${batch}: ${speed.toFixed(2)} tokens/s, ${ratio(speed, tokensPerSecond)} web-llm's`,
      ),
    ]),
    `a role's change takes ${change.toFixed(2)} ms for ${editedBytes} edited bytes: ${ratio(change, copy)} copying them` +
      ` (${copy.toFixed(2)} ms), 1/${(reload / change).toFixed(0)} of web-llm loading the model (${reload.toFixed(0)} ms)`,
  ];
}
