import { BLOCK } from '../sequences.ts';
import { EXP } from './kernels.ts';

/** Shorthands for folded WebAssembly text. */
const get = (name: string) => `(local.get $${name})`;
const set = (name: string, value: string) => `(local.set $${name} ${value})`;
const add = (name: string, value: string) => set(name, `(i32.add ${get(name)} ${value})`);
const int = (value: number) => `(i32.const ${value})`;
const floats = (value: number) => `(v128.const f32x4 ${value})`;
const zero = floats(0);
/** Repeats while `name`, moved on by `by`, is below `end`; runs at least once. */
const repeat = (name: string, by: string, end: string, body: string) =>
  `(loop $${name} ${body} ${add(name, by)} (br_if $${name} (i32.lt_u ${get(name)} ${end})))`;
const lanes = (a: string, b: string, order: number[]) =>
  `(i8x16.shuffle ${order.flatMap((lane) => [0, 1, 2, 3].map((byte) => 4 * lane + byte)).join(' ')} ${a} ${b})`;

/** Eight floats (q − 7)·scale from the eight bytes that `half` ('low' or 'high') of `$nibbles` holds, to `$to`. */
const unpackHalf = (nibbles: string, chunk: number) =>
  ['low', 'high']
    .flatMap((outer) =>
      ['low', 'high'].map((inner) => {
        const wide = `(i16x8.extend_${outer}_i8x16_s ${nibbles})`;
        return `(f32x4.convert_i32x4_s (i32x4.extend_${inner}_i16x8_s ${wide}))`;
      }),
    )
    .map(
      (value, i) =>
        `(v128.store offset=${64 * (chunk + i)} ${get('to')} (f32x4.mul ${value} ${get('scale')}))`,
    )
    .join(' ');

const interleave = (start: number) => {
  const order = Array.from({ length: 8 }, (_, i) => `${start + i} ${16 + start + i}`).join(' ');
  return `(i8x16.sub (i8x16.shuffle ${order} ${get('low')} ${get('high')}) (v128.const i8x16 7))`;
};

/** Four rows of W into scratch: chunk c of row j (four floats) stands at 64·c + 16·j. */
const unpack = `
  ${set('j', int(0))}
  ${repeat(
    'j',
    int(16),
    int(64),
    `${set('to', `(i32.add ${get('scratch')} ${get('j')})`)}
     ${set('end', `(i32.add ${get('to')} ${get('scratchBytes')})`)}
     ${repeat(
       'to',
       int(512),
       get('end'),
       `${set('low', `(v128.load ${get('words')})`)}
        ${set('high', `(i8x16.shr_u ${get('low')} ${int(4)})`)}
        ${set('low', `(v128.and ${get('low')} (v128.const i8x16 15))`)}
        ${set('scale', `(v128.load32_splat ${get('scales')})`)}
        ${set('nibbles', interleave(0))} ${unpackHalf(get('nibbles'), 0)}
        ${set('nibbles', interleave(8))} ${unpackHalf(get('nibbles'), 4)}
        ${add('words', int(16))} ${add('scales', int(4))}`,
     )}`,
  )}`;

const four = [0, 1, 2, 3];

/** Dot products of `rows` rows of x with the four unpacked rows of W, stored side by side. */
const multiply = (rows: number) => {
  const row = Array.from({ length: rows }, (_, r) => r);
  const sums = (r: number) => four.map((j) => get(`s${r}${j}`));
  const pairs = (a: string, b: string) =>
    `(f32x4.add ${lanes(a, b, [0, 4, 1, 5])} ${lanes(a, b, [2, 6, 3, 7])})`;
  const total = (r: number) => {
    const [a, b, c, d] = sums(r);
    return [set('low', pairs(a, b)), set('high', pairs(c, d))].join(' ');
  };
  const joined = `(f32x4.add ${lanes(get('low'), get('high'), [0, 1, 4, 5])} ${lanes(get('low'), get('high'), [2, 3, 6, 7])})`;
  return `
    ${row.flatMap((r) => four.map((j) => set(`s${r}${j}`, zero))).join(' ')}
    ${set('w', get('scratch'))}
    ${repeat(
      'w',
      int(64),
      get('scratchEnd'),
      `${row.map((r) => set(`x${r}`, `(v128.load ${r ? `(i32.add ${get('from')} ${get('rowBytes')})` : get('from')})`)).join(' ')}
       ${four
         .map(
           (j) => `${set('low', `(v128.load offset=${16 * j} ${get('w')})`)}
           ${row.map((r) => set(`s${r}${j}`, `(f32x4.add ${get(`s${r}${j}`)} (f32x4.mul ${get(`x${r}`)} ${get('low')}))`)).join(' ')}`,
         )
         .join(' ')}
       ${add('from', int(16))}`,
    )}
    ${row.map((r) => `${total(r)} (v128.store ${r ? `(i32.add ${get('into')} ${get('yBytes')})` : get('into')} ${joined})`).join(' ')}`;
};

const locals = `
  (local $rowBytes i32) (local $yBytes i32) (local $scratchBytes i32) (local $scratchEnd i32)
  (local $tile i32) (local $row i32) (local $j i32) (local $to i32) (local $end i32)
  (local $w i32) (local $from i32) (local $into i32)
  (local $low v128) (local $high v128) (local $scale v128) (local $nibbles v128)
  (local $x0 v128) (local $x1 v128)
  ${[0, 1].flatMap((r) => four.map((j) => `(local $s${r}${j} v128)`)).join(' ')}`;

/** y = x·Wᵀ, four rows of W at a time, which stand in scratch once `prepare` is done; `after` moves on to the next four. */
const products = (prepare: string, after: string) => `
  ${set('rowBytes', `(i32.shl ${get('columns')} ${int(2)})`)}
  ${set('yBytes', `(i32.shl ${get('tiles')} ${int(4)})`)}
  ${set('scratchBytes', `(i32.shl ${get('columns')} ${int(4)})`)}
  ${repeat(
    'tile',
    int(1),
    get('tiles'),
    `${prepare}
     ${set('scratchEnd', `(i32.add ${get('scratch')} ${get('scratchBytes')})`)}
     ${set('from', get('x'))}
     ${set('into', get('y'))}
     ${set('row', get('rows'))}
     (block $pairsDone
       (br_if $pairsDone (i32.lt_u ${get('row')} ${int(2)}))
       (loop $pairs
         ${multiply(2)}
         ${add('from', get('rowBytes'))}
         ${set('into', `(i32.add ${get('into')} (i32.shl ${get('yBytes')} ${int(1)}))`)}
         ${set('row', `(i32.sub ${get('row')} ${int(2)})`)}
         (br_if $pairs (i32.gt_u ${get('row')} ${int(1)}))))
     (block $singleDone
       (br_if $singleDone (i32.eqz ${get('row')}))
       ${multiply(1)})
     ${add('y', int(16))} ${after}`,
  )}`;

const matmul = `
(func $matmul
  (param $x i32) (param $rows i32) (param $columns i32) (param $words i32) (param $scales i32) (param $tiles i32)
  (param $y i32) (param $scratch i32)
  ${locals}
  ${products(unpack, '')})`;

/** Weights that are not quantised lie in memory as unpacked ones lie in scratch. */
const matmulDense = `
(func $matmulDense
  (param $x i32) (param $rows i32) (param $columns i32) (param $scratch i32) (param $tiles i32) (param $y i32)
  ${locals}
  ${products('', add('scratch', get('scratchBytes')))})`;

const exp = () => {
  const { polynomial, lowest, log2e, rounder, ln2High, ln2Low } = EXP;
  const n = get('n');
  const r = get('r');
  return `
    ${set('r', `(f32x4.max ${get('e')} ${floats(lowest)})`)}
    ${set('n', `(f32x4.sub (f32x4.add (f32x4.mul ${r} ${floats(log2e)}) ${floats(rounder)}) ${floats(rounder)})`)}
    ${set('r', `(f32x4.sub ${r} (f32x4.mul ${n} ${floats(ln2High)}))`)}
    ${set('r', `(f32x4.sub ${r} (f32x4.mul ${n} ${floats(ln2Low)}))`)}
    ${set('e', floats(polynomial[0]))}
    ${polynomial
      .slice(1)
      .map((c) => set('e', `(f32x4.add (f32x4.mul ${get('e')} ${r}) ${floats(c)})`))
      .join(' ')}
    ${set('e', `(f32x4.add (f32x4.add (f32x4.mul ${get('e')} (f32x4.mul ${r} ${r})) ${r}) ${floats(1)})`)}
    ${set('e', `(f32x4.mul ${get('e')} (i32x4.shl (i32x4.add (i32x4.trunc_sat_f32x4_s ${n}) (v128.const i32x4 127)) ${int(23)}))`)}`;
};

const laneSum = (vector: string) => {
  const lane = (i: number) => `(f32x4.extract_lane ${i} ${vector})`;
  return `(f32.add (f32.add ${lane(0)} ${lane(2)}) (f32.add ${lane(1)} ${lane(3)}))`;
};

/** Walks the cache blocks of `$positions` positions, `$at` being the address in each of K or V of position `$t`. */
const walk = (offset: string, body: string) => `
  ${set('t', int(0))}
  (loop $blocks
    ${set('at', `(i32.add (i32.load (i32.add ${get('table')} (i32.mul (i32.div_u ${get('t')} ${int(BLOCK)}) ${int(4)}))) ${offset})`)}
    ${set('blockEnd', `(i32.add ${get('t')} ${int(BLOCK)})`)}
    ${set('blockEnd', `(select ${get('blockEnd')} ${get('positions')} (i32.lt_u ${get('blockEnd')} ${get('positions')}))`)}
    ${repeat('t', int(1), get('blockEnd'), `${body} ${add('at', get('dimBytes'))}`)}
    (br_if $blocks (i32.lt_u ${get('t')} ${get('positions')})))`;

const score = `(i32.add ${get('scores')} (i32.shl ${get('t')} ${int(2)}))`;
const multiplyAdd = (sum: string, a: string, b: string) =>
  set(sum, `(f32x4.add ${get(sum)} (f32x4.mul ${a} ${b}))`);

const attend = `
(func $attend
  (param $q i32) (param $table i32) (param $keys i32) (param $values i32) (param $positions i32) (param $heads i32)
  (param $group i32) (param $headDim i32) (param $factor f32) (param $scores i32) (param $out i32)
  (local $head i32) (local $kv i32) (local $dimBytes i32) (local $t i32) (local $at i32) (local $blockEnd i32)
  (local $d i32) (local $qAt i32) (local $kAt i32) (local $max f32) (local $s f32)
  (local $a v128) (local $b v128) (local $e v128) (local $n v128) (local $r v128) (local $sum v128) (local $p v128)
  ${set('dimBytes', `(i32.shl ${get('headDim')} ${int(2)})`)}
  ${repeat(
    'head',
    int(1),
    get('heads'),
    `${set('kv', `(i32.mul (i32.div_u ${get('head')} ${get('group')}) (i32.mul ${get('dimBytes')} ${int(BLOCK)}))`)}
     ${set('max', '(f32.const -Infinity)')}
     ${walk(
       `(i32.add ${get('keys')} ${get('kv')})`,
       `${set('a', zero)} ${set('b', zero)} ${set('d', int(0))}
        ${repeat(
          'd',
          int(32),
          get('dimBytes'),
          `${set('qAt', `(i32.add ${get('q')} ${get('d')})`)} ${set('kAt', `(i32.add ${get('at')} ${get('d')})`)}
           ${multiplyAdd('a', `(v128.load ${get('qAt')})`, `(v128.load ${get('kAt')})`)}
           ${multiplyAdd('b', `(v128.load offset=16 ${get('qAt')})`, `(v128.load offset=16 ${get('kAt')})`)}`,
        )}
        ${set('a', `(f32x4.add ${get('a')} ${get('b')})`)}
        ${set('s', `(f32.mul ${laneSum(get('a'))} ${get('factor')})`)}
        (f32.store ${score} ${get('s')})
        ${set('max', `(f32.max ${get('max')} ${get('s')})`)}`,
     )}
     (v128.store ${score} ${floats(Number.NEGATIVE_INFINITY)})
     ${set('sum', zero)} ${set('t', int(0))}
     ${repeat(
       't',
       int(4),
       get('positions'),
       `${set('e', `(f32x4.sub (v128.load ${score}) (f32x4.splat ${get('max')}))`)} ${exp()}
        (v128.store ${score} ${get('e')})
        ${set('sum', `(f32x4.add ${get('sum')} ${get('e')})`)}`,
     )}
     ${set('sum', `(f32x4.splat ${laneSum(get('sum'))})`)}
     ${set('d', int(0))}
     ${repeat(
       'd',
       int(32),
       get('dimBytes'),
       `${set('a', zero)} ${set('b', zero)}
        ${walk(
          `(i32.add (i32.add ${get('values')} ${get('kv')}) ${get('d')})`,
          `${set('p', `(v128.load32_splat ${score})`)}
           ${multiplyAdd('a', get('p'), `(v128.load ${get('at')})`)}
           ${multiplyAdd('b', get('p'), `(v128.load offset=16 ${get('at')})`)}`,
        )}
        ${set('kAt', `(i32.add ${get('out')} ${get('d')})`)}
        (v128.store ${get('kAt')} (f32x4.div ${get('a')} ${get('sum')}))
        (v128.store offset=16 ${get('kAt')} (f32x4.div ${get('b')} ${get('sum')}))`,
     )}
     ${add('q', get('dimBytes'))} ${add('out', get('dimBytes'))}`,
  )})`;

/** The kernel as WebAssembly text. */
export const KERNEL_SOURCE = `(module ${matmul} ${matmulDense} ${attend})`;
