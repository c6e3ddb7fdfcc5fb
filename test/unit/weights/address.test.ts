import { expect, test } from 'vitest';
import { mirrored, repositoryFolder } from '../../../src/weights/address.ts';
import { LIBRARIES } from '../../../src/weights/known-models.ts';

const FOLDER = 'https://huggingface.co/mlc-ai/Qwen3-8B-q4f16_1-MLC/resolve/main/';

test.each([
  ['mlc-ai/Qwen3-8B-q4f16_1-MLC', FOLDER],
  ['https://huggingface.co/mlc-ai/Qwen3-8B-q4f16_1-MLC', FOLDER],
  [' https://huggingface.co/mlc-ai/Qwen3-8B-q4f16_1-MLC/ ', FOLDER],
  ['https://huggingface.co/mlc-ai/Qwen3-8B-q4f16_1-MLC/tree/main', FOLDER],
  [FOLDER, FOLDER],
  ['https://huggingface.co/a/b/tree/v1.0', 'https://huggingface.co/a/b/resolve/v1.0/'],
  ['https://hf-mirror.com/a/b', 'https://hf-mirror.com/a/b/resolve/main/'],
  ['https://host.example/models/tiny', 'https://host.example/models/tiny/'],
  ['https://host.example/hub/a/b/resolve/main', 'https://host.example/hub/a/b/resolve/main/'],
  ['http://localhost:8000', 'http://localhost:8000/'],
  ['nonsense', null],
  ['', null],
  ['https://', null],
  ['ftp://host/a', null],
  ['https://host/a?x=1', null],
])('“%s” is the folder %s', (written, folder) => {
  expect(repositoryFolder(written)).toBe(folder);
});

test('a mirror stands in for Hugging Face alone', () => {
  expect(mirrored(FOLDER, 'https://hf-mirror.com/')).toBe(FOLDER.replace('huggingface.co', 'hf-mirror.com'));
  expect(mirrored(FOLDER, '')).toBe(FOLDER);
  expect(mirrored(`${LIBRARIES}a.wasm`, 'https://host.example/libs', LIBRARIES)).toBe(
    'https://host.example/libs/a.wasm',
  );
  expect(mirrored('https://host.example/a/', 'https://hf-mirror.com')).toBe('https://host.example/a/');
});
