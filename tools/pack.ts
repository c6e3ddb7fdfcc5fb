import { parseArgs } from 'node:util';
import { packBase } from './pack/base.ts';
import { PackError } from './pack/errors.ts';
import { tellProgress } from './pack/progress.ts';
import { packRole } from './pack/role.ts';

const USAGE = `Usage:
  npm run pack -- base --hf DIR --out DIR [--model ID] [--context TOKENS]
      a Hugging Face Qwen2 or Qwen3 checkpoint becomes an MLC q4f16_1 repository
  npm run pack -- role --mlc DIR (--hf DIR | --from-quantized [--seed N]) --adapter DIR --role NAME
                       [--out FILE] [--prompt-hash H] [--languages L,L]
      a PEFT LoRA adapter becomes a role pack, by default MLC/roles/NAME.safetensors, listed in MLC/quartet.json;
      --from-quantized does without the weights before quantisation, by a seeded dither, and loses a little`;

/** The errors that say all a person needs; anything else is a fault of this program and keeps its stack. */
const EXPECTED = [
  'PackError',
  'AdapterError',
  'WeightsError',
  'SafetensorsError',
  'RolePackError',
  'SyntaxError',
];

async function main(): Promise<string> {
  const { positionals, values } = parseArgs({
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
    },
  });
  const need = (key: 'hf' | 'out' | 'mlc' | 'adapter' | 'role') => {
    const value = values[key];
    if (value === undefined) throw new PackError(`--${key} is missing\n${USAGE}`);
    return value;
  };
  const context = Number(values.context ?? Number.NaN);
  if (values.context !== undefined && !(Number.isInteger(context) && context > 0)) {
    throw new PackError(`--context is ${values.context}, not a number of tokens`);
  }
  if (values.role !== undefined && !/^[\w-]+$/.test(values.role)) {
    throw new PackError(`--role is ${values.role}; a role's name has letters, digits, - and _ only`);
  }
  const seed = Number(values.seed ?? 0);
  if (!(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)) {
    throw new PackError(`--seed is ${values.seed}, not a whole number from 0 to 2³² − 1`);
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
      throw new PackError('--hf and --from-quantized exclude each other: with the former nothing is lost');
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
  throw new PackError(USAGE);
}

try {
  process.stdout.write(`${await main()}\n`);
} catch (error) {
  const { name, message, stack } = error as Error;
  const code = (error as NodeJS.ErrnoException).code;
  const expected = EXPECTED.includes(name) || code === 'ENOENT' || code?.startsWith('ERR_PARSE_ARGS');
  process.stderr.write(`${expected ? message : stack}\n`);
  process.exitCode = 1;
}
