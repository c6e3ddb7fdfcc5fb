import { describe, expect, test } from 'vitest';
import { mendMergeState } from '../../../../src/llm/mlc/merge-state.ts';

const LINE = '//----------------------------------------\n';

/** Kernels as MLC's compiler writes them, shortened. */
const MERGE = `${LINE}// Function: merge_state_inplace_kernel
${LINE}@group(0) @binding(0) var<storage, read_write> S : array<f32>;
@compute @workgroup_size(16, 14, 1)
fn merge_state_inplace_kernel(
  @builtin(local_invocation_id) threadIdx : vec3<u32>
) {
  s_val[0i] = S[((v__1 * podArgs.H) + i32(threadIdx.y))];
  V[v__2 + 3] = v_vec[0i + 3];
  S[((v__1 * podArgs.H) + i32(threadIdx.y))] = (log2((s_val[0i] + s_other_val[0i])) + s_max[0i]);
}
`;
const OTHER = `${LINE}// Function: reshape_kernel
${LINE}fn reshape_kernel(
) {
  S[(0)] = 1.0;
}
`;

/** A library with kernels in it, as text among bytes that are none. */
function library(...kernels: string[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(`\0asm\xff\xfe${kernels.join('\xff\0\x80')}\xff\0`, 'latin1'));
}

const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

describe("the race in a library's merge_state_inplace_kernel", () => {
  test('is mended by a barrier before its last store, and nothing of the library moves', () => {
    const original = library(OTHER, MERGE, OTHER);
    const { bytes, mended } = mendMergeState(original);
    expect(mended).toBe(1);
    expect(bytes.length).toBe(original.length);
    const text = textOf(bytes);
    expect(text).toContain('  V[v__2 + 3] = v_vec[0i + 3];\nstorageBarrier();workgroupBarrier();  S[(');
    const from = textOf(original).indexOf('// Function: merge');
    expect(text.indexOf('// Function: merge')).toBeLessThan(from);
    const rest = (whole: string) => whole.slice(whole.indexOf('  S[(', from));
    expect(rest(text)).toBe(rest(textOf(original)));
    expect(text.slice(0, from - LINE.length)).toBe(textOf(original).slice(0, from - LINE.length));
  });

  test('is counted, so that a library without it, or with two, is told apart', () => {
    expect(mendMergeState(library(OTHER)).mended).toBe(0);
    expect(mendMergeState(library(MERGE, OTHER, MERGE)).mended).toBe(2);
    expect(mendMergeState(library()).mended).toBe(0);
  });

  test('is not mended twice, nor where the kernel is not as it is known', () => {
    const { bytes } = mendMergeState(library(MERGE));
    expect(mendMergeState(bytes)).toMatchObject({ mended: 0, bytes });
    for (const changed of [
      MERGE.replace(LINE, ''),
      MERGE.replaceAll('  S[((', '  T[(('),
      MERGE.slice(0, -3),
    ]) {
      const original = library(OTHER, changed);
      expect(mendMergeState(original)).toMatchObject({ mended: 0, bytes: original });
    }
  });

  test('leaves what it was given as it was', () => {
    const original = library(MERGE);
    const before = textOf(original);
    mendMergeState(original);
    expect(textOf(original)).toBe(before);
  });
});
