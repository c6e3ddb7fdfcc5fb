import { integerAt } from '../weights/q4f16.ts';

/**
 * How a role pack stores one weight's edit: a byte stream of (gap, sign) steps, cut into blocks of `block` integers.
 * Bit 7 of a step is the sign (1 = −1), bits 0–6 the gap from the last position in row-major order; a block starts
 * at gap 0 from its first integer; 127 advances 127 without a step; a change by more than one repeats with gap 0.
 */
export interface Steps {
  steps: Uint8Array;
  /** u32, blocks + 1: block `b` is `steps[offsets[b] … offsets[b + 1]]`. */
  offsets: Uint32Array;
}

const ADVANCE = 127;
const MINUS = 128;

/** Encodes changes of integers: `deltas[i]` is the new less the old one at position i; `deltas` begins at a whole word. */
export function encodeSteps(deltas: Int8Array, block: number): Steps {
  const offsets = new Uint32Array(Math.ceil(deltas.length / block) + 1);
  const fours = new Int32Array(deltas.buffer, deltas.byteOffset, deltas.length >> 2);
  let steps = new Uint8Array(1 << 16);
  let count = 0;
  for (let b = 0; b + 1 < offsets.length; b++) {
    let last = b * block;
    const end = Math.min(last + block, deltas.length);
    for (let i = last; i < end; i++) {
      // Most integers stay; blocks begin at multiples of eight.
      while ((i & 3) === 0 && i + 4 <= end && fours[i >> 2] === 0) i += 4;
      if (i >= end || deltas[i] === 0) continue;
      const sign = deltas[i] < 0 ? MINUS : 0;
      const most = count + Math.abs(deltas[i]) + Math.ceil(block / ADVANCE);
      if (most > steps.length) steps = grown(steps, most);
      for (let left = Math.abs(deltas[i]); left > 0; left--) {
        for (; i - last >= ADVANCE; last += ADVANCE) steps[count++] = ADVANCE;
        steps[count++] = (i - last) | sign;
        last = i;
      }
    }
    offsets[b + 1] = count;
  }
  return { steps: steps.slice(0, count), offsets };
}

function grown(steps: Uint8Array<ArrayBuffer>, needed: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(2 * needed);
  larger.set(steps);
  return larger;
}

/** Encodes what turns one weight's words into another's. */
export function encodeEdited(base: Uint32Array, edited: Uint32Array, block: number): Steps {
  const deltas = new Int8Array(base.length * 8);
  for (let i = 0; i < base.length; i++) {
    if (base[i] === edited[i]) continue;
    for (let at = i * 8; at < i * 8 + 8; at++) deltas[at] = integerAt(edited, at) - integerAt(base, at);
  }
  return encodeSteps(deltas, block);
}

/**
 * Says what is wrong with steps over `integers` integers, or null. Everything is checked that applying relies on,
 * except the range of the edited integers, which depends on the weight.
 */
export function findFault({ steps, offsets }: Steps, integers: number, block: number): string | null {
  const blocks = Math.ceil(integers / block);
  if (offsets.length !== blocks + 1) return `it has ${offsets.length} offsets where ${blocks + 1} are needed`;
  if (offsets[0] !== 0 || offsets[blocks] !== steps.length) return 'its offsets do not span its steps';
  for (let b = 0; b < blocks; b++) {
    if (offsets[b + 1] < offsets[b] || offsets[b + 1] > steps.length) return `its offsets fall at block ${b}`;
    let position = b * block;
    let sign = -1;
    for (let i = offsets[b]; i < offsets[b + 1]; i++) {
      const gap = steps[i] & 127;
      if (steps[i] === (ADVANCE | MINUS)) return `step ${i} is an advance with a sign`;
      position += gap;
      if (position >= Math.min(integers, (b + 1) * block)) return `step ${i} leaves block ${b}`;
      if (gap === ADVANCE) sign = -1;
      else if (gap === 0 && sign >= 0 && sign !== (steps[i] & MINUS))
        return `step ${i} takes back the one before`;
      else sign = steps[i] & MINUS;
    }
  }
  return null;
}

/** The first position whose integer would leave 0…15, or −1. Changes nothing. */
export function findOverflow(
  words: Uint32Array,
  { steps, offsets }: Steps,
  block: number,
  direction: 1 | -1,
): number {
  for (let b = 0; b + 1 < offsets.length; b++) {
    let position = b * block;
    let value = integerAt(words, position);
    for (let i = offsets[b]; i < offsets[b + 1]; i++) {
      const gap = steps[i] & 127;
      if (gap > 0) {
        position += gap;
        value = integerAt(words, position);
      }
      if (gap === ADVANCE) continue;
      value += steps[i] & MINUS ? -direction : direction;
      if (value < 0 || value > 15) return position;
    }
  }
  return -1;
}

/** Applies (+1) or takes off (−1) steps in place. The steps must have passed `findFault` and `findOverflow`. */
export function applySteps(
  words: Uint32Array,
  { steps, offsets }: Steps,
  block: number,
  direction: 1 | -1,
): void {
  for (let b = 0; b + 1 < offsets.length; b++) {
    let position = b * block;
    for (let i = offsets[b]; i < offsets[b + 1]; i++) {
      const gap = steps[i] & 127;
      position += gap;
      if (gap === ADVANCE) continue;
      const change = steps[i] & MINUS ? -direction : direction;
      // In range, so the sum never carries into the neighbouring integer.
      words[position >> 3] += change << ((position & 7) * 4);
    }
  }
}

/** How many integers the steps change. */
export function countChanged({ steps, offsets }: Steps): number {
  let changed = 0;
  for (let b = 0; b + 1 < offsets.length; b++) {
    let stood = false;
    for (let i = offsets[b]; i < offsets[b + 1]; i++) {
      const gap = steps[i] & 127;
      // A step without a gap changes the same integer once more.
      if (gap !== ADVANCE && !(gap === 0 && stood)) changed++;
      stood = gap !== ADVANCE;
    }
  }
  return changed;
}
