/**
 * Assembles the subset of WebAssembly's text format that `kernel-source.ts` is written in: one imported memory,
 * exported functions without results, folded instructions. Runs wherever the kernel does, so that building the
 * app needs no compiler. Opcodes: WebAssembly core specification 2.0, appendix "Index of Instructions".
 */
export function assembleWat(source: string): Uint8Array<ArrayBuffer> {
  const [module, ...rest] = parse(source);
  if (!isList(module) || module[0] !== 'module' || rest.length)
    throw new SyntaxError('expected one (module …)');
  const functions = module.slice(1).map(assembleFunction);
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, vector(functions.map((f) => [0x60, ...vector(f.parameters.map((type) => [type])), 0]))),
    ...section(2, vector([[...name('kernel'), ...name('memory'), 2, 0, 0]])),
    ...section(3, vector(functions.map((_, index) => unsigned(index)))),
    ...section(7, vector(functions.map((f, index) => [...name(f.name), 0, ...unsigned(index)]))),
    ...section(10, vector(functions.map((f) => [...unsigned(f.body.length), ...f.body]))),
  ]);
}

type Expression = string | Expression[];

const TYPES: Record<string, number> = { i32: 0x7f, f32: 0x7d, v128: 0x7b };
const EMPTY_BLOCK = 0x40;
const END = 0x0b;

/** Instructions without immediates. */
const PLAIN: Record<string, number[]> = {
  'i32.eqz': [0x45],
  'i32.lt_u': [0x49],
  'i32.gt_u': [0x4b],
  'i32.add': [0x6a],
  'i32.sub': [0x6b],
  'i32.mul': [0x6c],
  'i32.div_u': [0x6e],
  'i32.shl': [0x74],
  'i32.shr_u': [0x76],
  select: [0x1b],
  'f32.add': [0x92],
  'f32.mul': [0x94],
  'f32.max': [0x97],
  'f32x4.splat': simd(0x13),
  'v128.and': simd(0x4e),
  'i8x16.shr_u': simd(0x6d),
  'i8x16.sub': simd(0x71),
  'i16x8.extend_low_i8x16_s': simd(0x87),
  'i16x8.extend_high_i8x16_s': simd(0x88),
  'i32x4.extend_low_i16x8_s': simd(0xa7),
  'i32x4.extend_high_i16x8_s': simd(0xa8),
  'i32x4.shl': simd(0xab),
  'i32x4.add': simd(0xae),
  'f32x4.add': simd(0xe4),
  'f32x4.sub': simd(0xe5),
  'f32x4.mul': simd(0xe6),
  'f32x4.div': simd(0xe7),
  'f32x4.max': simd(0xe9),
  'i32x4.trunc_sat_f32x4_s': simd(0xf8),
  'f32x4.convert_i32x4_s': simd(0xfa),
};

/** Instructions with a memory immediate; an optional `offset=N` comes first. */
const MEMORY: Record<string, number[]> = {
  'i32.load': [0x28],
  'f32.store': [0x38],
  'v128.load': simd(0x00),
  'v128.load32_splat': simd(0x09),
  'v128.store': simd(0x0b),
};

const LOCAL: Record<string, number> = { 'local.get': 0x20, 'local.set': 0x21, 'local.tee': 0x22 };

interface Scope {
  locals: string[];
  /** Innermost last. */
  labels: string[];
}

function assembleFunction(expression: Expression): { name: string; parameters: number[]; body: number[] } {
  if (!isList(expression) || expression[0] !== 'func') throw new SyntaxError('expected (func $name …)');
  const [, label, ...items] = expression;
  const declared = (kind: string) =>
    items
      .filter((item): item is string[] => isList(item) && item[0] === kind)
      .map(([, id, type]) => ({ id, type }));
  const parameters = declared('param');
  const locals = declared('local');
  const scope: Scope = { locals: [...parameters, ...locals].map(({ id }) => id), labels: [] };
  const code = items.slice(parameters.length + locals.length).flatMap((item) => instruction(item, scope));
  return {
    name: String(label).slice(1),
    parameters: parameters.map(({ type }) => TYPES[type]),
    body: [...vector(locals.map(({ type }) => [1, TYPES[type]])), ...code, END],
  };
}

function instruction(expression: Expression, scope: Scope): number[] {
  if (!isList(expression)) throw new SyntaxError(`expected a folded instruction, got ${expression}`);
  const [operation, ...rest] = expression as [string, ...Expression[]];
  const all = (items: Expression[]) => items.flatMap((item) => instruction(item, scope));
  if (Object.hasOwn(PLAIN, operation)) return [...all(rest), ...PLAIN[operation]];
  if (Object.hasOwn(MEMORY, operation)) {
    const [, offset = 0] = /^offset=(\d+)$/.exec(String(rest[0])) ?? [];
    return [...all(offset ? rest.slice(1) : rest), ...MEMORY[operation], 0, ...unsigned(Number(offset))];
  }
  if (Object.hasOwn(LOCAL, operation)) {
    return [...all(rest.slice(1)), LOCAL[operation], ...unsigned(find(scope.locals, rest[0]))];
  }
  switch (operation) {
    case 'i32.const':
      return [0x41, ...signed(Number(rest[0]))];
    case 'f32.const':
      return [0x43, ...new Uint8Array(Float32Array.of(Number(rest[0])).buffer)];
    case 'f32x4.extract_lane':
      return [...all(rest.slice(1)), ...simd(0x1f), Number(rest[0])];
    case 'i8x16.shuffle':
      return [...all(rest.slice(16)), ...simd(0x0d), ...rest.slice(0, 16).map(Number)];
    case 'v128.const':
      return [...simd(0x0c), ...constant(rest.map(String))];
    case 'block':
    case 'loop': {
      const inner = { ...scope, labels: [...scope.labels, String(rest[0])] };
      const body = rest.slice(1).flatMap((item) => instruction(item, inner));
      return [operation === 'block' ? 0x02 : 0x03, EMPTY_BLOCK, ...body, END];
    }
    case 'br_if': {
      const depth = scope.labels.length - 1 - find(scope.labels, rest[0]);
      return [...all(rest.slice(1)), 0x0d, ...unsigned(depth)];
    }
    default:
      throw new SyntaxError(`unknown instruction ${operation}`);
  }
}

/** Sixteen bytes of `(v128.const i8x16|i32x4|f32x4 value…)`; one value stands for all lanes. */
function constant([shape, ...values]: string[]): Uint8Array {
  const lanes = shape === 'i8x16' ? 16 : 4;
  const numbers = Array.from({ length: lanes }, (_, lane) => Number(values[values.length === 1 ? 0 : lane]));
  if (shape === 'i8x16') return Uint8Array.from(numbers);
  return new Uint8Array((shape === 'i32x4' ? Int32Array : Float32Array).from(numbers).buffer);
}

function parse(source: string): Expression[] {
  const tokens = source.replace(/;;[^\n]*/g, '').match(/[()]|[^\s()]+/g) ?? [];
  const stack: Expression[][] = [[]];
  for (const token of tokens) {
    if (token === '(') stack.push([]);
    else if (token === ')') {
      const list = stack.pop();
      if (!list || stack.length === 0) throw new SyntaxError('unbalanced )');
      stack[stack.length - 1].push(list);
    } else stack[stack.length - 1].push(token);
  }
  if (stack.length !== 1) throw new SyntaxError('unbalanced (');
  return stack[0];
}

function isList(expression: Expression | undefined): expression is Expression[] {
  return Array.isArray(expression);
}

function find(names: string[], wanted: Expression | undefined): number {
  const index = names.lastIndexOf(String(wanted));
  if (index < 0) throw new SyntaxError(`unknown name ${String(wanted)}`);
  return index;
}

function simd(opcode: number): number[] {
  return [0xfd, ...unsigned(opcode)];
}

function section(id: number, content: number[]): number[] {
  return [id, ...unsigned(content.length), ...content];
}

function vector(items: number[][]): number[] {
  return [...unsigned(items.length), ...items.flat()];
}

function name(text: string): number[] {
  return [...unsigned(text.length), ...new TextEncoder().encode(text)];
}

function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
}

function signed(value: number): number[] {
  const rest = value >> 7;
  const done = (rest === 0 && !(value & 64)) || (rest === -1 && (value & 64) !== 0);
  return done ? [value & 127] : [(value & 127) | 128, ...signed(rest)];
}
