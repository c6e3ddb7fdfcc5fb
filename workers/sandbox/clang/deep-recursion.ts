import {
  encodeName,
  encodeNumber,
  joinBytes,
  joinSections,
  KIND,
  Reader,
  readImports,
  SECTION,
  type Section,
  sectionsOf,
} from '../wasi/wasm-binary.ts';

/** Instructions and types of the binary format that are written here. */
const OP = {
  if: 0x04,
  end: 0x0b,
  return: 0x0f,
  call: 0x10,
  localGet: 0x20,
  localSet: 0x21,
  localTee: 0x22,
  globalGet: 0x23,
  globalSet: 0x24,
  i32Const: 0x41,
  i32GreaterEqual: 0x4f,
  i32Add: 0x6a,
} as const;
const I32 = 0x7f;
const FUNCTION_TYPE = 0x60;
const NO_RESULT = 0x40;

/** The instructions that make a type's zero. */
const ZERO: Record<number, readonly number[]> = {
  [I32]: [OP.i32Const, 0],
  126: [0x42, 0],
  125: [0x43, 0, 0, 0, 0],
  124: [0x44, 0, 0, 0, 0, 0, 0, 0, 0],
  123: [0xfd, 12, ...new Array<number>(16).fill(0)],
  112: [0xd0, 0x70],
  111: [0xd0, 0x6f],
};

interface FunctionType {
  parameters: readonly number[];
  results: readonly number[];
}

/** How the exported functions are called that go on with a recursion on a new stack, by the number given to `deeper`. */
export const continuation = (n: number): string => `deeper.${n}`;

/**
 * The module with its functions of these indices made to leave the stack that they are on after `budget` calls within
 * each other. The imported `judge.deeper(n)` is called then, and has to call `continuation(n)` on a new stack; arguments
 * and results pass in globals, since all that is under way waits meanwhile.
 *
 * A function's index and place stay: a body that counts calls stands there, and its own moves to the end.
 */
export function makeDeep(module: Uint8Array, functions: readonly number[], budget: number): Uint8Array {
  const sections = [...sectionsOf(module)];
  const find = (id: number): Reader => new Reader(sections.find((section) => section.id === id)!.content);
  const types = readTypes(find(SECTION.type));
  const imports = readImports(find(SECTION.import).bytes);
  const imported = imports.filter(({ kind }) => kind === KIND.function);
  const deeper = imported.findIndex(({ module: from, name }) => from === 'judge' && name === 'deeper');
  const functionReader = find(SECTION.function);
  const typeOf = functionReader.list(() => functionReader.number());
  const codeReader = find(SECTION.code);
  const bodies = codeReader.list(() => codeReader.take(codeReader.number()));
  const globals = new Globals(
    imports.filter(({ kind }) => kind === KIND.global).length + find(SECTION.global).number(),
  );
  const depth = globals.add(I32);
  const emptyType = types.length;
  const first = imported.length + bodies.length;
  const exports: Uint8Array[] = [];

  for (const [n, index] of functions.entries()) {
    const place = index - imported.length;
    const type = types[typeOf[place]!]!;
    const slots = {
      depth,
      parameters: type.parameters.map((parameter) => globals.add(parameter)),
      results: type.results.map((result) => globals.add(result)),
    };
    const own = first + 2 * n;
    bodies.push(bodies[place]!, continuing(own, slots));
    typeOf.push(typeOf[place]!, emptyType);
    bodies[place] = counting({ own, deeper, n, budget }, slots);
    exports.push(Uint8Array.from([...encodeName(continuation(n)), KIND.function, ...encodeNumber(own + 1)]));
  }

  const changed: Record<number, Uint8Array> = {
    [SECTION.type]: appended(find(SECTION.type), [Uint8Array.of(FUNCTION_TYPE, 0, 0)]),
    [SECTION.function]: listOf(typeOf.map((type) => Uint8Array.from(encodeNumber(type)))),
    [SECTION.global]: appended(find(SECTION.global), globals.added),
    [SECTION.export]: appended(find(SECTION.export), exports),
    [SECTION.code]: listOf(
      bodies.map((body) => joinBytes([Uint8Array.from(encodeNumber(body.length)), body])),
    ),
  };
  return joinSections(sections.map(({ id, content }): Section => ({ id, content: changed[id] ?? content })));
}

interface Slots {
  /** Calls within each other on this stack. */
  depth: number;
  parameters: readonly number[];
  results: readonly number[];
}

/** Counts a call and makes it, or goes on with it on a new stack. */
function counting(
  { own, deeper, n, budget }: { own: number; deeper: number; n: number; budget: number },
  { depth, parameters, results }: Slots,
): Uint8Array {
  const before = parameters.length;
  return bodyOf([
    ...[OP.globalGet, ...encodeNumber(depth), OP.localTee, ...encodeNumber(before)],
    ...[OP.i32Const, ...encodeSigned(budget), OP.i32GreaterEqual, OP.if, NO_RESULT],
    ...parameters.flatMap((slot, i) => [
      ...[OP.localGet, ...encodeNumber(i)],
      ...[OP.globalSet, ...encodeNumber(slot)],
    ]),
    ...[OP.i32Const, ...encodeSigned(n), OP.call, ...encodeNumber(deeper)],
    ...results.flatMap((slot) => [OP.globalGet, ...encodeNumber(slot)]),
    ...[OP.return, OP.end],
    ...[OP.localGet, ...encodeNumber(before), OP.i32Const, 1, OP.i32Add],
    ...[OP.globalSet, ...encodeNumber(depth)],
    ...parameters.flatMap((_, i) => [OP.localGet, ...encodeNumber(i)]),
    ...[OP.call, ...encodeNumber(own)],
    // An exception passes by this; whoever catches it has its own count back when it returns.
    ...[OP.localGet, ...encodeNumber(before), OP.globalSet, ...encodeNumber(depth)],
  ]);
}

/** The call that did not fit, on a new stack. */
function continuing(own: number, { depth, parameters, results }: Slots): Uint8Array {
  return bodyOf([
    ...[OP.globalGet, ...encodeNumber(depth), OP.localSet, 0],
    ...[OP.i32Const, 0, OP.globalSet, ...encodeNumber(depth)],
    ...parameters.flatMap((slot) => [OP.globalGet, ...encodeNumber(slot)]),
    ...[OP.call, ...encodeNumber(own)],
    ...results.toReversed().flatMap((slot) => [OP.globalSet, ...encodeNumber(slot)]),
    ...[OP.localGet, 0, OP.globalSet, ...encodeNumber(depth)],
  ]);
}

/** A function's body with one i32 local beside its parameters. */
const bodyOf = (code: readonly number[]): Uint8Array => Uint8Array.from([1, 1, I32, ...code, OP.end]);

/** Globals that are added after those that there are. */
class Globals {
  readonly added: Uint8Array[] = [];
  readonly #first: number;

  constructor(first: number) {
    this.#first = first;
  }

  add(type: number): number {
    this.added.push(Uint8Array.from([type, 1, ...ZERO[type]!, OP.end]));
    return this.#first + this.added.length - 1;
  }
}

function readTypes(reader: Reader): FunctionType[] {
  const values = (): number[] => reader.list(() => reader.byte());
  return reader.list(() => {
    if (reader.byte() !== FUNCTION_TYPE) throw new Error('The module has types other than functions’.');
    return { parameters: values(), results: values() };
  });
}

/** A list as it was read, with more at its end. */
function appended(list: Reader, items: readonly Uint8Array[]): Uint8Array {
  const reader = new Reader(list.bytes);
  const count = encodeNumber(reader.number() + items.length);
  return joinBytes([Uint8Array.from(count), reader.bytes.subarray(reader.at), ...items]);
}

function listOf(items: readonly Uint8Array[]): Uint8Array {
  return joinBytes([Uint8Array.from(encodeNumber(items.length)), ...items]);
}

/** A signed LEB128 number that is not negative. */
function encodeSigned(value: number): number[] {
  return value < 64 ? [value] : [(value & 127) | 128, ...encodeSigned(Math.floor(value / 128))];
}
