import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ModelConfig, parseChatConfig } from '../../src/weights/config.ts';
import { type Tensor, writeSafetensors } from '../../src/weights/safetensors.ts';

const RANK = 4;

/** The shape of the model that comes with the page. */
export function embeddedShape(): ModelConfig {
  const path = new URL('../../public/models/quartet-tiny/mlc-chat-config.json', import.meta.url);
  return parseChatConfig(readFileSync(path)).model;
}

/** Files of a small random PEFT adapter for a model, on two projections of its first layers. */
export function randomAdapter(model: ModelConfig, layers = 2): { config: Buffer; weights: Buffer } {
  const tensors = new Map<string, Tensor>();
  const add = (module: string, outputs: number, inputs: number) => {
    for (const [half, rows, columns] of [
      ['A', RANK, inputs],
      ['B', outputs, RANK],
    ] as const) {
      const values = Float32Array.from(
        { length: rows * columns },
        (_, i) => 0.05 * Math.sin(i * 12.9898 + rows),
      );
      const bytes = new Uint8Array(values.buffer);
      const shape = [rows, columns];
      tensors.set(`base_model.model.model.layers.${module}.lora_${half}.weight`, {
        dtype: 'F32',
        shape,
        bytes,
      });
    }
  };
  for (let n = 0; n < layers; n++) {
    add(`${n}.self_attn.q_proj`, model.heads * model.headDim, model.hiddenSize);
    add(`${n}.mlp.down_proj`, model.hiddenSize, model.intermediateSize);
  }
  const config = { peft_type: 'LORA', r: RANK, lora_alpha: 8, target_modules: ['q_proj', 'down_proj'] };
  return {
    config: Buffer.from(JSON.stringify(config)),
    weights: Buffer.from(writeSafetensors({ metadata: { format: 'pt' }, tensors })),
  };
}

/** Writes an adapter as PEFT does, and gives its folder. */
export function writeAdapter(folder: string, { config, weights }: ReturnType<typeof randomAdapter>): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'adapter_config.json'), config);
  writeFileSync(join(folder, 'adapter_model.safetensors'), weights);
  return folder;
}
