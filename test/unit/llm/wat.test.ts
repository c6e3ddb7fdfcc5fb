import { describe, expect, test } from 'vitest';
import { assembleWat } from '../../../src/llm/cpu/wat.ts';

function instantiate(source: string) {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(assembleWat(source)), {
    kernel: { memory },
  });
  return { memory, exports: exports as Record<string, (...values: number[]) => void> };
}

test('a loop with parameters, locals and memory does what it says', () => {
  const { memory, exports } = instantiate(`
    (module
      ;; Adds 1.5 to n floats from an address on.
      (func $shift (param $at i32) (param $n i32) (local $end i32)
        (local.set $end (i32.add (local.get $at) (i32.shl (local.get $n) (i32.const 2))))
        (loop $next
          (v128.store (local.get $at) (f32x4.add (v128.load (local.get $at)) (v128.const f32x4 1.5)))
          (local.set $at (i32.add (local.get $at) (i32.const 16)))
          (br_if $next (i32.lt_u (local.get $at) (local.get $end))))))`);
  const floats = new Float32Array(memory.buffer);
  floats.set([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  exports['shift'](0, 8);
  expect([...floats.subarray(0, 9)]).toEqual([2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5, 9]);
});

test.each([0, 1, 63, 64, 127, 128, 8191, 65536, -1, -64, -65, 2147483647, -2147483648])(
  '%i is a constant',
  (value) => {
    const { memory, exports } = instantiate(
      `(module (func $put (v128.store (i32.const 0) (i32x4.shl (v128.const i32x4 ${value}) (i32.const 0)))
       (f32.store offset=300 (i32.const ${value < 0 || value > 60000 ? 0 : value}) (f32.const 0.5))))`,
    );
    exports['put']();
    expect(new Int32Array(memory.buffer)[3]).toBe(value);
  },
);

describe('a source that cannot be assembled is refused', () => {
  test.each<[string, RegExp]>([
    ['(module (func $f (i64.const 1)))', /unknown instruction i64.const/],
    ['(module (func $f (local.set $x (i32.const 1))))', /unknown name \$x/],
    ['(module (func $f (block $a (br_if $b (i32.const 1)))))', /unknown name \$b/],
    ['(module (func $f)', /unbalanced \(/],
    ['(module))', /unbalanced \)/],
    ['(func $f)', /expected one \(module/],
  ])('%s', (source, message) => {
    expect(() => assembleWat(source)).toThrow(message);
  });
});
