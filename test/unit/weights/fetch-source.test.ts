import { expect, test } from 'vitest';
import { fetchSource } from '../../../src/weights/fetch-source.ts';

const asked: string[] = [];
const fetch = async (url: string) => {
  asked.push(url);
  return { ok: true, status: 200, headers: new Headers(), arrayBuffer: async () => new ArrayBuffer(1) };
};

test('every file of a repository is asked for with the query of its address', async () => {
  const source = fetchSource('https://host.example/models/tiny/?v=1', fetch);
  expect(source.name).toBe('tiny');
  await source.read('roles/coder.safetensors');
  await fetchSource('https://host.example/models/tiny', fetch).read('tokenizer.json');
  expect(asked).toEqual([
    'https://host.example/models/tiny/roles/coder.safetensors?v=1',
    'https://host.example/models/tiny/tokenizer.json',
  ]);
});
