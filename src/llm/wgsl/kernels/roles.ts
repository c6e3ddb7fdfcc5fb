/** Threads of a workgroup of these kernels. */
export const ROLE_THREADS = 64;
/** The hash is summed by at most so many workgroups, each striding over the weight. */
export const HASH_GROUPS = 256;

/** Reads a pack's steps of one weight; see `roles/steps.ts` for their bytes. One invocation a block. */
const STEPS = `
struct Edit { block: u32, direction: i32 }
@group(0) @binding(1) var<storage, read> steps: array<u32>;
@group(0) @binding(2) var<storage, read> offsets: array<u32>;
@group(0) @binding(3) var<uniform> edit: Edit;

fn stepAt(i: u32) -> u32 { return (steps[i >> 2u] >> ((i & 3u) * 8u)) & 255u; }
fn changeOf(step: u32) -> i32 { return select(edit.direction, -edit.direction, (step & 128u) != 0u); }`;

/**
 * Applies a weight's steps in place: words u32, eight integers each. Blocks never share a word, so that no two
 * invocations write one. Launch: x = ceil(blocks / ROLE_THREADS).
 */
export const APPLY_SOURCE = `${STEPS}
@group(0) @binding(0) var<storage, read_write> words: array<u32>;

@compute @workgroup_size(${ROLE_THREADS})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x + 1u >= arrayLength(&offsets)) { return; }
  var position = id.x * edit.block;
  for (var i = offsets[id.x]; i < offsets[id.x + 1u]; i++) {
    let step = stepAt(i);
    position += step & 127u;
    if ((step & 127u) == 127u) { continue; }
    // In range, so that the sum never carries into the neighbouring integer.
    words[position >> 3u] += bitcast<u32>(changeOf(step)) << ((position & 7u) * 4u);
  }
}`;

/** Puts into `fault` the first position whose integer would leave 0…15. Changes no weight. Launched as above. */
export const CHECK_SOURCE = `${STEPS}
@group(0) @binding(0) var<storage, read> words: array<u32>;
@group(0) @binding(4) var<storage, read_write> fault: atomic<u32>;

fn integerAt(position: u32) -> i32 { return i32((words[position >> 3u] >> ((position & 7u) * 4u)) & 15u); }

@compute @workgroup_size(${ROLE_THREADS})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x + 1u >= arrayLength(&offsets)) { return; }
  var position = id.x * edit.block;
  var value = integerAt(position);
  for (var i = offsets[id.x]; i < offsets[id.x + 1u]; i++) {
    let step = stepAt(i);
    if ((step & 127u) > 0u) {
      position += step & 127u;
      value = integerAt(position);
    }
    if ((step & 127u) == 127u) { continue; }
    value += changeOf(step);
    if (value < 0 || value > 15) {
      atomicMin(&fault, position);
      return;
    }
  }
}`;

/** The weight hash of `roles/hash.ts`: sums u32[4], zeroed before. Launch: any number of workgroups. */
export const HASH_SOURCE = `
@group(0) @binding(0) var<storage, read> words: array<u32>;
@group(0) @binding(1) var<storage, read_write> sums: array<atomic<u32>, 4>;
var<workgroup> partial: array<atomic<u32>, 4>;

fn mix(value: u32) -> u32 {
  var h = value;
  h = (h ^ (h >> 16u)) * 0x85ebca6bu;
  h = (h ^ (h >> 13u)) * 0xc2b2ae35u;
  return h ^ (h >> 16u);
}

@compute @workgroup_size(${ROLE_THREADS})
fn main(
  @builtin(global_invocation_id) id: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) groups: vec3<u32>,
) {
  var own = vec4<u32>(0u);
  for (var i = id.x; i < arrayLength(&words); i += groups.x * ${ROLE_THREADS}u) {
    let word = words[i];
    own += vec4<u32>(mix(word ^ mix(4u * i)), mix(word ^ mix(4u * i + 1u)), mix(word ^ mix(4u * i + 2u)), mix(word ^ mix(4u * i + 3u)));
  }
  for (var k = 0u; k < 4u; k++) { atomicAdd(&partial[k], own[k]); }
  workgroupBarrier();
  if (local < 4u) { atomicAdd(&sums[local], atomicLoad(&partial[local])); }
}`;
