import { readArguments, runCommand, UsageError, whole } from './command-line.ts';
import { openGpuPage } from './gpu-page.ts';
import type { MeasuredPart, MeasureLab, Speeds, WebLlmSpeeds } from './lab/bench-page.ts';

const USAGE = `Usage: npm run bench:lab -- [DIR] [--tokens N]

Measures a model with its compiled library (see test/lab/README.md) in headless Chromium: time to the first token and
tokens a second for a batch of 1, 4 and 8, in the library and on our own kernels, against web-llm's own loop; and a
role's change in place against copying the edited weights and against web-llm loading another model.

  DIR          the model's folder; LAB_MODEL_DIR by default
  --tokens N   tokens that are decoded for each number; 16 by default, which a software adapter takes minutes for
`;

let webLlm: WebLlmSpeeds | null = null;
const ways: Speeds[] = [];

async function main(folder: string, tokens: number): Promise<void> {
  const { page, modelUrl, chromium, close } = await openGpuPage('./lab/bench-page.ts', folder);
  try {
    await page.exposeFunction('tellPart', (part: MeasuredPart) => {
      process.stdout.write(`${linesOf(part, `${folder} on Chromium ${chromium}`).join('\n')}\n`);
    });
    await page.evaluate(
      ([url, count]) => {
        const { measureLab, tellPart } = globalThis as unknown as {
          measureLab: MeasureLab;
          tellPart(part: MeasuredPart): Promise<void>;
        };
        return measureLab(url as string, count as number, tellPart);
      },
      [modelUrl, tokens] as const,
    );
    const [fastest] = ways.sort((a, b) => shortWork(a) - shortWork(b));
    process.stdout.write(`by these figures the page chooses ${fastest?.name}\n`);
  } finally {
    await close();
  }
}

/** Milliseconds of about what the page measures when it chooses: a prompt, then eight steps of a batch of four. */
function shortWork({ first, decode }: Speeds): number {
  const { batch, tokensPerSecond } = decode.find((one) => one.batch === 4)!;
  return first + (8 * batch * 1000) / tokensPerSecond;
}

/** What was measured, in words; web-llm's own speeds, with which the others are compared, are the first. */
function linesOf(part: MeasuredPart, where: string): string[] {
  const ratio = (value: number, to: number) => `${(value / to).toFixed(2)} ×`;
  if ('webLlm' in part) {
    webLlm = part.webLlm;
    return [
      `${where}, ${part.adapter}`,
      `web-llm's own loop: first token ${webLlm.first.toFixed(0)} ms, ${webLlm.tokensPerSecond.toFixed(2)} tokens/s`,
    ];
  }
  const { tokensPerSecond, reload } = webLlm!;
  if ('again' in part) {
    const { first, tokensPerSecond: speed } = part.again;
    const alone = ways.flatMap(({ name, decode }) =>
      name.startsWith('mlc') ? [decode.find(({ batch }) => batch === 1)!.tokensPerSecond] : [],
    );
    return [
      `web-llm's own loop again: first token ${first.toFixed(0)} ms, ${speed.toFixed(2)} tokens/s;` +
        ` the library by our passes, one sequence, is ${ratio(Math.max(...alone), (speed + tokensPerSecond) / 2)} the mean of the two`,
    ];
  }
  if ('roles' in part) {
    const { change, copy, editedBytes } = part.roles;
    return [
      `a role's change takes ${change.toFixed(2)} ms for ${editedBytes} edited bytes: ${ratio(change, copy)} copying them` +
        ` (${copy.toFixed(2)} ms), 1/${(reload / change).toFixed(0)} of web-llm loading the model (${reload.toFixed(0)} ms)`,
    ];
  }
  ways.push(part.speeds);
  const { name, first, decode } = part.speeds;
  return [
    `${name}: first token ${first.toFixed(0)} ms`,
    ...decode.map(
      ({ batch, tokensPerSecond: speed }) =>
        `  batch ${batch}: ${speed.toFixed(2)} tokens/s, ${ratio(speed, tokensPerSecond)} web-llm's`,
    ),
  ];
}

await runCommand(USAGE, async () => {
  const { positionals, values } = readArguments({
    allowPositionals: true,
    options: { tokens: { type: 'string', default: '16' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) return null;
  const folder = positionals[0] ?? process.env['LAB_MODEL_DIR'];
  if (!folder) throw new UsageError('No model: name its folder, or set LAB_MODEL_DIR.');
  const tokens = whole('tokens', values.tokens);
  if (tokens === 0) throw new UsageError('--tokens takes a number from 1 on.');
  await main(folder, tokens);
  return true;
});
