import { mkdir, mkdtemp, open, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Tensor, writeSafetensors } from '../src/weights/safetensors.ts';
import { readArguments, runCommand, whole } from './command-line.ts';
import { packBase } from './pack/base.ts';
import { packRole } from './pack/role.ts';

const USAGE = `Usage: npm run bench:pack -- [--layers N] [--rank R]

Packs a checkpoint of a 7B model's shapes with random weights, N layers of it (1 by default), into a base, and an
adapter of rank R (32 by default) on all its projections into a role pack, with the weights before quantisation and
without. Prints megabytes of 16-bit weights a second, and the most memory that the process ever held.
`;

const SHAPE = { hidden: 3584, intermediate: 18944, heads: 28, kvHeads: 4, headDim: 128, vocabulary: 32000 };
const MEGA = 1e6;

async function run(layers: number, rank: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'quartet-bench-'));
  try {
    const [hf, mlc, adapter] = ['hf', 'mlc', 'adapter'].map((name) => join(folder, name));
    const bytes = await writeCheckpoint(hf, layers);
    const adapted = await writeAdapter(adapter, layers, rank);
    await time('base', bytes, () => packBase({ hf, out: mlc }));
    const role = { mlc, adapter, role: 'coder' };
    await time('role', adapted, () => packRole({ ...role, hf }));
    await time('role, from quantized', adapted, () => packRole({ ...role, hf: null }));
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function time(what: string, bytes: number, act: () => Promise<unknown>): Promise<void> {
  const start = performance.now();
  const used = process.cpuUsage();
  await act();
  const speed = bytes / MEGA / ((performance.now() - start) / 1000);
  const { user, system } = process.cpuUsage(used);
  const busy = bytes / (user + system);
  // In kilobytes, over all that has been run.
  const most = (process.resourceUsage().maxRSS * 1024) / MEGA;
  const line = `${what.padEnd(22)} ${speed.toFixed(0).padStart(4)} MB/s of ${(bytes / MEGA).toFixed(0)} MB`;
  process.stdout.write(
    `${line}, ${busy.toFixed(0)} MB/s of processor time, at most ${most.toFixed(0)} MB of memory\n`,
  );
}

function projections(layers: number): [string, number, number][] {
  const { hidden, intermediate, heads, kvHeads, headDim } = SHAPE;
  return Array.from({ length: layers }, (_, n): [string, number, number][] => {
    const [attention, mlp] = [`model.layers.${n}.self_attn`, `model.layers.${n}.mlp`];
    return [
      [`${attention}.q_proj`, heads * headDim, hidden],
      [`${attention}.k_proj`, kvHeads * headDim, hidden],
      [`${attention}.v_proj`, kvHeads * headDim, hidden],
      [`${attention}.o_proj`, hidden, heads * headDim],
      [`${mlp}.gate_proj`, intermediate, hidden],
      [`${mlp}.up_proj`, intermediate, hidden],
      [`${mlp}.down_proj`, hidden, intermediate],
    ];
  }).flat();
}

/** Writes a checkpoint in bfloat16, a tensor at a time. Gives the bytes of its matrices. */
async function writeCheckpoint(folder: string, layers: number): Promise<number> {
  const { hidden, intermediate, heads, kvHeads, vocabulary } = SHAPE;
  const matrices = [['model.embed_tokens', vocabulary, hidden] as const, ...projections(layers)];
  const shapes: [string, number[]][] = matrices.map(([name, rows, columns]) => [
    `${name}.weight`,
    [rows, columns],
  ]);
  for (const [name, rows] of projections(layers))
    if (/[qkv]_proj/.test(name)) shapes.push([`${name}.bias`, [rows]]);
  for (let n = 0; n < layers; n++)
    for (const norm of ['input', 'post_attention'])
      shapes.push([`model.layers.${n}.${norm}_layernorm.weight`, [hidden]]);
  shapes.push(['model.norm.weight', [hidden]]);
  const header: Record<string, unknown> = {};
  let end = 0;
  for (const [name, shape] of shapes) {
    const begin = end;
    end += 2 * shape.reduce((product, length) => product * length, 1);
    header[name] = { dtype: 'BF16', shape, data_offsets: [begin, end] };
  }
  await mkdir(folder);
  const file = await open(join(folder, 'model.safetensors'), 'w');
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  await file.write(Buffer.concat([length, json]));
  const noise = randomHalves(1 << 20);
  for (let left = end; left > 0; left -= noise.length)
    await file.write(noise.subarray(0, Math.min(left, noise.length)));
  await file.close();
  const config = {
    ...{
      model_type: 'qwen2',
      hidden_size: hidden,
      intermediate_size: intermediate,
      num_hidden_layers: layers,
    },
    ...{
      num_attention_heads: heads,
      num_key_value_heads: kvHeads,
      vocab_size: vocabulary,
      rms_norm_eps: 1e-6,
    },
    ...{ rope_theta: 1e6, tie_word_embeddings: true, max_position_embeddings: 32768 },
  };
  await writeFile(join(folder, 'config.json'), JSON.stringify(config));
  const tokenizer = { added_tokens: [{ id: 0, content: '<|im_end|>' }] };
  await writeFile(join(folder, 'tokenizer.json'), JSON.stringify(tokenizer));
  await writeFile(join(folder, 'tokenizer_config.json'), '{}');
  return (await stat(join(folder, 'model.safetensors'))).size;
}

/** Writes a PEFT adapter on every projection. Gives the bytes of the 16-bit weights that it changes. */
async function writeAdapter(folder: string, layers: number, rank: number): Promise<number> {
  const tensors = new Map<string, Tensor>();
  let bytes = 0;
  for (const [name, rows, columns] of projections(layers)) {
    bytes += 2 * rows * columns;
    for (const [half, shape] of [
      ['A', [rank, columns]],
      ['B', [rows, rank]],
    ] as const)
      tensors.set(`base_model.model.${name}.lora_${half}.weight`, {
        dtype: 'BF16',
        shape: [...shape],
        bytes: randomHalves(shape[0] * shape[1]),
      });
  }
  await mkdir(folder);
  await writeFile(join(folder, 'adapter_model.safetensors'), writeSafetensors({ metadata: {}, tensors }));
  await writeFile(
    join(folder, 'adapter_config.json'),
    JSON.stringify({ peft_type: 'LORA', r: rank, lora_alpha: rank / 8 }),
  );
  return bytes;
}

/** bfloat16 numbers within ±1/32, little-endian. */
function randomHalves(count: number): Uint8Array {
  const words = new Uint32Array(
    Float32Array.from({ length: count }, () => (Math.random() - 0.5) / 16).buffer,
  );
  return new Uint8Array(Uint16Array.from(words, (word) => word >>> 16).buffer);
}

await runCommand(USAGE, async () => {
  const { values } = readArguments({
    options: { layers: { type: 'string' }, rank: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) return null;
  await run(whole('layers', values.layers, 1), whole('rank', values.rank, 32));
  return true;
});
