/** Threads of a workgroup of these kernels. */
export const ROLE_THREADS = 64;
/** The hash is summed by at most so many workgroups, each striding over the weight. */
export const HASH_GROUPS = 256;

/** A weight's words, and how it is edited: integers a block, and 1 or −1. */
const edited = (access: 'read' | 'read_write') => `
struct Edit { block: u32, direction: i32 }
@group(0) @binding(0) var<storage, ${access}> words: array<u32>;
@group(0) @binding(1) var<uniform> edit: Edit;`;

/** A pack's steps of one weight; see `roles/steps.ts` for their bytes. */
const stepsAt = (binding: number, name: string) => `
@group(0) @binding(${binding}) var<storage, read> ${name}Steps: array<u32>;
@group(0) @binding(${binding + 1}) var<storage, read> ${name}Offsets: array<u32>;`;

/**
 * Applies the steps of block `id.x`, four at a time as they are stored. Without a branch: a step of a neighbouring block
 * and an advance add nothing, to a word of this block. An integer stays in range, so that no sum carries into the
 * next one.
 */
const walk = (name: string, direction: string) => `{
    var position = id.x * edit.block;
    let first = ${name}Offsets[id.x];
    let end = ${name}Offsets[id.x + 1u];
    let last = (end + 3u) >> 2u;
    for (var word = first >> 2u; word < last; word++) {
      let four = ${name}Steps[word];
      for (var j = 0u; j < 4u; j++) {
        let i = word * 4u + j;
        let step = (four >> (j * 8u)) & 255u;
        let gap = step & 127u;
        let own = i >= first && i < end;
        position += select(0u, gap, own);
        let change = select(${direction}, 0u - ${direction}, step >= 128u) << ((position & 7u) * 4u);
        words[position >> 3u] += select(0u, change, own && gap != 127u);
      }
    }
  }`;

const edits = (steps: string, walks: string) => `${edited('read_write')}${steps}

@compute @workgroup_size(${ROLE_THREADS})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x + 1u >= arrayLength(&onOffsets)) { return; }
  ${walks}
}`;

/**
 * Applies a weight's steps in place: words u32, eight integers each. Blocks never share a word, so that no two
 * invocations write one. Launch: x = ceil(blocks / ROLE_THREADS).
 */
export const APPLY_SOURCE = edits(stepsAt(2, 'on'), walk('on', 'bitcast<u32>(edit.direction)'));

/**
 * Takes one pack's steps off and applies another's, of the same block size, while their words are at hand. Launched as
 * above.
 */
export const EXCHANGE_SOURCE = edits(
  stepsAt(2, 'off') + stepsAt(4, 'on'),
  walk('off', '0xffffffffu') + walk('on', '1u'),
);

/** Puts into `fault` the first position whose integer would leave 0…15. Changes no weight. Launched as above. */
export const CHECK_SOURCE = `${edited('read')}${stepsAt(2, 'on')}
@group(0) @binding(4) var<storage, read_write> fault: atomic<u32>;

fn integerAt(position: u32) -> i32 { return i32((words[position >> 3u] >> ((position & 7u) * 4u)) & 15u); }

@compute @workgroup_size(${ROLE_THREADS})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x + 1u >= arrayLength(&onOffsets)) { return; }
  var position = id.x * edit.block;
  var value = integerAt(position);
  let end = onOffsets[id.x + 1u];
  for (var i = onOffsets[id.x]; i < end; i++) {
    let step = (onSteps[i >> 2u] >> ((i & 3u) * 8u)) & 255u;
    if ((step & 127u) > 0u) {
      position += step & 127u;
      value = integerAt(position);
    }
    if ((step & 127u) == 127u) { continue; }
    value += select(edit.direction, -edit.direction, step >= 128u);
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
