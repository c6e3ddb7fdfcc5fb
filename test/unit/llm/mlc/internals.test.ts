import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { INTERNAL_NAMES, Runtime } from '../../../../src/llm/mlc/internals.ts';

const bundle = (name: string) => readFileSync(fileURLToPath(import.meta.resolve(name)), 'utf8');
const versionOf = (name: string) =>
  JSON.parse(readFileSync(new URL('../package.json', import.meta.resolve(name)), 'utf8')).version;

describe("web-llm's inner names", () => {
  test('all stand in the version that runs models', () => {
    const text = bundle('@mlc-ai/web-llm');
    expect(versionOf('@mlc-ai/web-llm')).toBe('0.2.79');
    expect(INTERNAL_NAMES.filter(({ declared }) => !declared.test(text)).map(({ name }) => name)).toEqual([]);
  });

  test('that have moved in the next version are known by their new names, and these are all', () => {
    const text = bundle('web-llm-next');
    expect(versionOf('web-llm-next')).toBe('0.2.86');
    const moved = INTERNAL_NAMES.filter(({ declared }) => !declared.test(text));
    expect(moved.map(({ name, later }) => `${name} → ${later?.name}`)).toEqual([
      'ndarrayCacheGet → tensorCacheGet',
      'ndarray-cache.json → tensor-cache.json',
    ]);
    expect(moved.filter(({ later }) => !later?.declared.test(text))).toEqual([]);
  });

  test('that are not there are said, with what to do, when a model is loaded', () => {
    expect(() => Runtime.of({}, 'model')).toThrow('names have moved; install the version');
    const other = {
      loadedModelIdToPipeline: new Map([['model', { tvm: {}, vm: {}, params: {}, kvCache: {} }]]),
    };
    expect(() => Runtime.of(other, 'model')).toThrow('names have moved');
  });
});
