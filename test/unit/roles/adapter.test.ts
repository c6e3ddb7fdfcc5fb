import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { addUpdate, readAdapter } from '../../../src/roles/adapter.ts';
import { parseSafetensors, type Tensor } from '../../../src/weights/safetensors.ts';
import { toFloats } from '../../../tools/pack/checkpoint.ts';
import { fixture } from '../pack/fixture.ts';

const config = JSON.parse(readFileSync(fixture('adapter/adapter_config.json'), 'utf8'));
const { tensors } = parseSafetensors(
  new Uint8Array(readFileSync(fixture('adapter/adapter_model.safetensors'))),
);

const read = (changes: object = {}, more: [string, Tensor][] = []) =>
  readAdapter({ ...config, ...changes }, new Map([...tensors, ...more]), toFloats);

test('rank and alpha patterns and rank-stabilised scaling are honoured', () => {
  const { updates } = read();
  const scale = (name: string) => {
    const { rank, scale } = updates.get(name)!;
    return [rank, scale];
  };
  expect(scale('model.layers.0.self_attn.q_proj')).toEqual([4, 8 / Math.sqrt(4)]);
  expect(scale('model.layers.1.self_attn.q_proj')).toEqual([2, 8 / Math.sqrt(2)]);
  expect(scale('model.layers.1.mlp.down_proj')).toEqual([4, 3 / Math.sqrt(4)]);
  expect(read({ use_rslora: false }).updates.get('model.layers.0.mlp.gate_proj')!.scale).toBe(2);
});

test('ΔW is scale · B·A', () => {
  const weights = Float32Array.of(1, 0, 0, 1, 0, 0);
  addUpdate(weights, {
    rank: 1,
    scale: 2,
    a: Float32Array.of(1, 2, 3),
    b: Float32Array.of(10, -1),
    inputs: 3,
    outputs: 2,
  });
  expect([...weights]).toEqual([21, 40, 60, -1, -4, -6]);
});

describe('what cannot be merged is refused by name', () => {
  const tensor: Tensor = { dtype: 'F32', shape: [4, 64], bytes: new Uint8Array(1024) };
  test.each<[object, RegExp]>([
    [{ peft_type: 'IA3' }, /peft_type is "IA3": only LoRA/],
    [{ use_dora: true }, /use_dora is true: DoRA/],
    [{ modules_to_save: ['lm_head'] }, /modules_to_save is \["lm_head"\]/],
    [{ bias: 'all' }, /bias is "all"/],
    [{ trainable_token_indices: { embed_tokens: [1] } }, /trained embeddings cannot be packed/],
    [{ init_lora_weights: 'pissa' }, /init_lora_weights is "pissa": it changed the base weights/],
    [{ fan_in_fan_out: true }, /transposed layers/],
    [{ lora_alpha: undefined }, /no lora_alpha/],
    [{ r: 5 }, /has rank 4 where the configuration says 5/],
  ])('%j', (changes, message) => {
    expect(() => read(changes)).toThrow(message);
  });

  test.each<[string, RegExp]>([
    [
      'base_model.model.model.embed_tokens.lora_embedding_A',
      /embed_tokens.lora_embedding_A is no low-rank update/,
    ],
    ['base_model.model.lm_head.lora_A.weight', /lm_head.lora_A.weight is no low-rank update/],
    ['base_model.model.model.layers.0.self_attn.q_proj.lora_magnitude_vector', /lora_magnitude_vector is no/],
    [
      'base_model.model.model.layers.0.mlp.up_proj.lora_A.weight',
      /up_proj has only one of lora_A and lora_B/,
    ],
  ])('a tensor %s', (name, message) => {
    expect(() => read({}, [[name, tensor]])).toThrow(message);
  });
});
