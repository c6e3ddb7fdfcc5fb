import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readLibrary } from '../src/weights/library.ts';
import { readArguments, runCommand, UsageError, whole } from './command-line.ts';
import { chatConfigFor, sizedParameters, syntheticTokenizer } from './lab/config.ts';
import { syntheticTensor } from './lab/tensors.ts';
import { ShardWriter } from './pack/shards.ts';

const USAGE = `Usage: npx tsx tools/lab-model.ts LIBRARY.wasm DIR [--rope-theta N] [--vocabulary N]

Writes a model for the lab into DIR from what a compiled library says of its parameters: random weights in MLC's
format that keep the numbers in range, a tokenizer of as many tokens, a configuration, and the library itself.

  --rope-theta N   what the library was compiled with; 1000000 by default, as Qwen2 and Qwen3 have it
  --vocabulary N   tokens, where the library leaves that to the weights
`;

async function main(
  path: string,
  folder: string,
  ropeTheta: number,
  vocabulary: number | null,
): Promise<void> {
  const library = readLibrary(path, new Uint8Array(await readFile(path)));
  await mkdir(folder, { recursive: true });
  const shards = new ShardWriter(folder);
  const parameters = sizedParameters(library, vocabulary);
  for (const { name, dtype, shape } of parameters)
    await shards.add(name, dtype, shape, syntheticTensor(name, dtype, shape));
  const manifest = JSON.stringify(await shards.finish());
  const config = chatConfigFor(library, parameters, ropeTheta);
  await writeFile(join(folder, 'tensor-cache.json'), manifest);
  await writeFile(join(folder, 'mlc-chat-config.json'), JSON.stringify(config, null, 2));
  const { tokenizer, tokenizerConfig } = await syntheticTokenizer(config.vocab_size);
  await writeFile(join(folder, 'tokenizer.json'), tokenizer);
  await writeFile(join(folder, 'tokenizer_config.json'), tokenizerConfig);
  await copyFile(path, join(folder, 'library.wasm'));
  process.stdout.write(
    `${folder}: ${library.parameters.length} tensors of a ${library.quantisation} model\n`,
  );
}

await runCommand(USAGE, async () => {
  const { positionals, values } = readArguments({
    allowPositionals: true,
    options: {
      'rope-theta': { type: 'string' },
      vocabulary: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return null;
  const [path, folder] = positionals;
  if (!path || !folder) throw new UsageError('The library and the folder are missing.');
  const vocabulary = values.vocabulary === undefined ? null : whole('vocabulary', values.vocabulary);
  await main(path, folder, whole('rope-theta', values['rope-theta'], 1_000_000), vocabulary);
  return true;
}, ['WeightsError']);
