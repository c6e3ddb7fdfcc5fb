import { prebuiltAppConfig } from '@mlc-ai/web-llm';
import { expect, test } from 'vitest';
import { KNOWN_MODELS } from '../../../src/weights/known-models.ts';

const OURS = new Set(KNOWN_MODELS.map(({ id }) => id));

test('the list is every Qwen of web-llm’s own and some others, with library and the memory that each is said to need', () => {
  const listed = prebuiltAppConfig.model_list
    .filter(({ model_id, model_lib }) => /\/Qwen/.test(model_lib) || OURS.has(model_id))
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
    const named = Number(/-(\d+(?:\.\d+)?)B/i.exec(id)?.[1] ?? Number.NaN) * 1e9;
    if (!Number.isNaN(named)) {
      expect(parameters / named, id).toBeGreaterThan(0.95);
      expect(parameters / named, id).toBeLessThan(1.31);
    }
    expect(bytes, id).toBeLessThan(memory);
    expect(largestTensor, id).toBeLessThan(bytes * 2);
  }
  const coder = KNOWN_MODELS.find(({ id }) => id === 'Qwen2.5-Coder-7B-Instruct-q4f16_1-MLC')!;
  expect((coder.bytes / 1e9).toFixed(2)).toBe('4.28');
});
