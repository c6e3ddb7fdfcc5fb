import { readArguments, runCommand, UsageError } from './command-line.ts';
import { packBase } from './pack/base.ts';
import { tellProgress } from './pack/progress.ts';
import { packRole } from './pack/role.ts';

const USAGE = `Usage:
  npm run pack -- base --hf DIR --out DIR [--model ID] [--context TOKENS]
      a Hugging Face Qwen2 or Qwen3 checkpoint becomes an MLC q4f16_1 repository
  npm run pack -- role --mlc DIR (--hf DIR | --from-quantized [--seed N]) --adapter DIR --role NAME
                       [--out FILE] [--prompt-hash H] [--languages L,L]
      a PEFT LoRA adapter becomes a role pack, by default MLC/roles/NAME.safetensors, listed in MLC/quartet.json;
      --from-quantized does without the weights before quantisation, by a seeded dither, and loses a little
`;

/** The errors that say all a person needs; anything else is a fault of this program and keeps its stack. */
const EXPECTED = [
  'PackError',
  'AdapterError',
  'WeightsError',
  'SafetensorsError',
  'RolePackError',
  'SyntaxError',
];

async function main(): Promise<string | null> {
  const { positionals, values } = readArguments({
    allowPositionals: true,
    options: {
      hf: { type: 'string' },
      out: { type: 'string' },
      model: { type: 'string' },
      context: { type: 'string' },
      mlc: { type: 'string' },
      adapter: { type: 'string' },
      role: { type: 'string' },
      'prompt-hash': { type: 'string' },
      languages: { type: 'string' },
      'from-quantized': { type: 'boolean' },
      seed: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return null;
  const need = (key: 'hf' | 'out' | 'mlc' | 'adapter' | 'role') => {
    const value = values[key];
    if (value === undefined) throw new UsageError(`--${key} is missing.`);
    return value;
  };
  const context = Number(values.context ?? Number.NaN);
  if (values.context !== undefined && !(Number.isInteger(context) && context > 0)) {
    throw new UsageError(`--context takes a number of tokens, not “${values.context}”.`);
  }
  if (values.role !== undefined && !/^[\w-]+$/.test(values.role)) {
    throw new UsageError(`--role takes letters, digits, - and _, not “${values.role}”.`);
  }
  const seed = Number(values.seed ?? 0);
  if (!(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)) {
    throw new UsageError(`--seed takes a whole number from 0 to 2³² − 1, not “${values.seed}”.`);
  }
  const onProgress = tellProgress('packed');
  if (positionals[0] === 'base') {
    return packBase({
      onProgress,
      hf: need('hf'),
      out: need('out'),
      ...(values.model && { model: values.model }),
      ...(values.context && { contextLength: context }),
    });
  }
  if (positionals[0] === 'role') {
    if (values['from-quantized'] && values.hf !== undefined)
      throw new UsageError('--hf and --from-quantized exclude each other: with the former nothing is lost.');
    return packRole({
      onProgress,
      seed,
      mlc: need('mlc'),
      hf: values['from-quantized'] ? null : need('hf'),
      adapter: need('adapter'),
      role: need('role'),
      ...(values.out && { out: values.out }),
      ...(values['prompt-hash'] && { promptHash: values['prompt-hash'] }),
      ...(values.languages && { languages: values.languages.split(',') }),
    });
  }
  throw new UsageError('Say what to pack: base or role.');
}

await runCommand(
  USAGE,
  async () => {
    const packed = await main();
    if (packed !== null) process.stdout.write(`${packed}\n`);
    return packed === null ? null : true;
  },
  EXPECTED,
);
