import { TRACED_VALUE } from '../../../../src/sandbox/program.ts';

const DEEPEST = 3;

/** A value as JavaScript writes it, cut; null for what is no data. Getters are not called. */
export function show(value: unknown): string | null {
  const text = draw(value, 0);
  return text === null || text.length <= TRACED_VALUE ? text : `${text.slice(0, TRACED_VALUE - 3)}...`;
}

function draw(value: unknown, depth: number): string | null {
  switch (typeof value) {
    case 'string':
      return value.length > 160 ? `${JSON.stringify(value.slice(0, 160))}...` : JSON.stringify(value);
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'bigint':
      return drawBigint(value);
    case 'undefined':
    case 'boolean':
      return String(value);
    case 'object':
      return value === null ? 'null' : drawObject(value, depth);
    default:
      return null;
  }
}

/** Writing out a huge one takes long. */
function drawBigint(value: bigint): string {
  const most = 2n ** 600n;
  return value < most && value > -most ? `${value}n` : '<a huge integer>';
}

function drawObject(value: object, depth: number): string | null {
  if (depth >= DEEPEST) return '...';
  if (Array.isArray(value) || isNumbers(value)) return `[${drawItems(value, depth)}]`;
  if (value instanceof Map) return `Map {${drawSome(value.entries(), value.size, depth, drawEntry)}}`;
  if (value instanceof Set) return `Set {${drawSome(value.values(), value.size, depth, drawInner)}}`;
  if (value instanceof Date || value instanceof RegExp) return String(value);
  return drawFields(value, depth);
}

const isNumbers = (value: object): value is Int32Array =>
  ArrayBuffer.isView(value) && !(value instanceof DataView);

const drawInner = (item: unknown, depth: number): string => draw(item, depth) ?? '...';
const drawEntry = ([key, item]: [unknown, unknown], depth: number): string =>
  `${drawInner(key, depth)}: ${drawInner(item, depth)}`;

/** How many of many are shown: the first and the last. */
const ends = (depth: number): [number, number] => (depth === 0 ? [32, 8] : [8, 2]);

function drawItems(list: ArrayLike<unknown>, depth: number): string {
  const [first, last] = ends(depth);
  const at = (index: number) => drawInner(list[index], depth + 1);
  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => at(from + i));
  const { length } = list;
  if (length <= first + last) return range(0, length).join(', ');
  return [...range(0, first), `... ${length} in all`, ...range(length - last, length)].join(', ');
}

function drawSome<T>(
  items: Iterator<T>,
  size: number,
  depth: number,
  drawOne: (item: T, depth: number) => string,
): string {
  const [first, last] = ends(depth);
  const most = size <= first + last ? size : first;
  const shown: string[] = [];
  for (let i = 0; i < most; i++) {
    const { done, value } = items.next();
    if (done) break;
    shown.push(drawOne(value, depth + 1));
  }
  if (most < size) shown.push(`... ${size} in all`);
  return shown.join(', ');
}

function drawFields(value: object, depth: number): string | null {
  const kind = Object.getPrototypeOf(value)?.constructor?.name;
  const fields: string[] = [];
  for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
    if (fields.length === 8) break;
    if (!property.enumerable || typeof property.value === 'function') continue;
    fields.push(`${name}: ${'value' in property ? drawInner(property.value, depth + 1) : '...'}`);
  }
  const plain = kind === undefined || kind === 'Object';
  // A module, a stream: what has nothing but functions.
  if (fields.length === 0 && (!plain || Object.keys(value).length > 0)) return null;
  return `${plain ? '' : `${kind} `}{${fields.join(', ')}}`;
}
