import { prebuiltAppConfig } from '@mlc-ai/web-llm';
import { expect, test } from 'vitest';
import { KNOWN_MODELS } from '../../../src/weights/known-models.ts';

test('the list is every Qwen of web-llm’s own, with its library and the memory that it is said to need', () => {
  const listed = prebuiltAppConfig.model_list
    .filter(({ model_lib }) => /\/Qwen/.test(model_lib))
    .map(({ model, model_id, model_lib, vram_required_MB }) => ({
      model,
      model_id,
      model_lib,
      vram_required_MB,
    }));
  const ours = KNOWN_MODELS.map(({ id, repository, library, memory }) => ({
    model: `https://huggingface.co/${repository}`,
    model_id: id,
    model_lib: library,
    vram_required_MB: memory / 1e6,
  }));
  const byId = (a: { model_id: string }, b: { model_id: string }) => (a.model_id < b.model_id ? -1 : 1);
  expect(ours.sort(byId)).toEqual(listed.sort(byId));
});

test('sizes follow from the shapes: a download fits the memory that the list says, and names tell the truth', () => {
  for (const { id, parameters, bytes, memory, largestTensor } of KNOWN_MODELS) {
    // A name counts with or without the embedding, to one decimal; distillations are of the same shapes.
    const named = Number(/-(\d+(?:\.\d+)?)B/.exec(id)![1]) * 1e9;
    expect(parameters / named, id).toBeGreaterThan(0.95);
    expect(parameters / named, id).toBeLessThan(1.3);
    expect(bytes, id).toBeLessThan(memory);
    expect(largestTensor, id).toBeLessThan(bytes * 2);
  }
  const coder = KNOWN_MODELS.find(({ id }) => id === 'Qwen2.5-Coder-7B-Instruct-q4f16_1-MLC')!;
  expect((coder.bytes / 1e9).toFixed(2)).toBe('4.28');
});
