import { describe, expect, test } from 'vitest';
import { parseSafetensors, writeSafetensors } from '../../../src/weights/safetensors.ts';

const tensors = new Map([
  ['a', { dtype: 'F32' as const, shape: [2, 1], bytes: new Uint8Array(Float32Array.of(1, 2).buffer) }],
  ['b', { dtype: 'U8' as const, shape: [3], bytes: Uint8Array.of(7, 8, 9) }],
  ['none', { dtype: 'U8' as const, shape: [0], bytes: new Uint8Array() }],
]);
const file = writeSafetensors({ metadata: { format: 'test' }, tensors });

test('what is written is read back', () => {
  const read = parseSafetensors(file);
  expect(read.metadata).toEqual({ format: 'test' });
  expect([...read.tensors]).toEqual([...tensors]);
});

/** A file with a header of its own making over `body` bytes. */
function forged(header: unknown, body = 8): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + body);
  new DataView(bytes.buffer).setUint32(0, json.length, true);
  bytes.set(json, 8);
  return bytes;
}

describe('a malformed file is refused with the reason', () => {
  const tensor = { dtype: 'F32', shape: [2], data_offsets: [0, 8] };
  test.each<[string, Uint8Array, RegExp]>([
    ['shorter than its first number', file.slice(0, 5), /shorter than a safetensors header/],
    ['cut off in the header', file.slice(0, 20), /header is cut off/],
    ['cut off in the tensors', file.slice(0, -1), /need 11 bytes, the file has 10/],
    ['with something after it', forged({ a: tensor }, 9), /need 8 bytes, the file has 9/],
    [
      'that announces an endless header',
      Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 255),
      /not a safetensors file/,
    ],
    ['whose header is not JSON', forged('{"a":'), /not JSON/],
    ['whose header is a list', forged([1]), /not a JSON object/],
    ['with an unknown type', forged({ a: { ...tensor, dtype: 'F4' } }), /unknown type F4/],
    ['whose type is a name of every object', forged({ a: { ...tensor, dtype: 'toString' } }), /unknown type/],
    ['with a negative shape', forged({ a: { ...tensor, shape: [-2] } }), /malformed shape/],
    [
      'whose shape and place differ',
      forged({ a: { ...tensor, shape: [3] } }),
      /needs 12 bytes, its offsets span 8/,
    ],
    [
      'with tensors over each other',
      forged({ a: tensor, b: { ...tensor, data_offsets: [0, 8] } }, 16),
      /b does not follow/,
    ],
    ['with a gap', forged({ a: { ...tensor, data_offsets: [4, 12] } }, 12), /a does not follow/],
    ['with metadata that is no text', forged({ a: tensor, __metadata__: { n: 1 } }), /not a map of strings/],
  ])('%s', (_, bytes, message) => {
    expect(() => parseSafetensors(bytes)).toThrow(message);
  });
});
