import { readArguments, runCommand, UsageError } from './command-line.ts';
import { crashes } from './crash.ts';

const USAGE = `Usage: npm run test:crash -- [--count N] [--seed S]

Solves in the built page in a headless browser, kills its renderer at N random moments (1000), and looks whether
anything that the page had shown is lost. Exit status: 0 if nothing is.
`;

await runCommand(USAGE, async () => {
  const text = { type: 'string' } as const;
  const { values } = readArguments({
    options: { count: text, seed: text, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) return null;
  const [count, seed] = [Number(values.count ?? 1000), Number(values.seed ?? 1)];
  if (!(Number.isInteger(count) && count > 0 && Number.isInteger(seed)))
    throw new UsageError('--count and --seed take whole numbers.');
  let [killed, shown, lost] = [0, 0, 0];
  for await (const crash of crashes({ count, seed })) {
    killed++;
    shown += crash.shown;
    lost += crash.lost.length;
    const missing = crash.lost.length > 0 ? `, LOST ${crash.lost.join('; ')}` : '';
    process.stderr.write(`${killed}: killed after ${crash.after} ms, ${crash.shown} shown${missing}\n`);
  }
  process.stdout.write(`${killed} renderers killed, ${shown} things shown, ${lost} lost\n`);
  return lost === 0;
});
