import { readArguments, runCommand, whole } from './command-line.ts';
import { crashes } from './crash.ts';
import { ensureBuilt } from './site.ts';

const USAGE = `Usage: npm run test:crash -- [--count N] [--seed S]

Solves in the built page in two headless browsers, kills their renderers at N random moments (1000), and looks whether
anything that the page had shown is lost. Exit status: 0 if nothing is.
`;

await runCommand(USAGE, async () => {
  const text = { type: 'string' } as const;
  const { values } = readArguments({
    options: { count: text, seed: text, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) return null;
  const [count, seed] = [whole('count', values.count, 1000), whole('seed', values.seed, 1)];
  let [killed, shown, lost] = [0, 0, 0];
  const killing = async (count: number, seed: number) => {
    for await (const crash of crashes({ count, seed })) {
      killed++;
      shown += crash.shown;
      lost += crash.lost.length;
      const missing = crash.lost.length > 0 ? `, LOST ${crash.lost.join('; ')}` : '';
      process.stderr.write(`${killed}: killed after ${crash.after} ms, ${crash.shown} shown${missing}\n`);
    }
  };
  await ensureBuilt();
  const half = Math.floor(count / 2);
  await Promise.all([killing(count - half, seed), killing(half, seed + 1)]);
  process.stdout.write(`${killed} renderers killed, ${shown} things shown, ${lost} lost\n`);
  return lost === 0;
});
