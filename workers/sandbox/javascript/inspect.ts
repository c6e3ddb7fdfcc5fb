const WIDTH = 72;
const DEPTH = 2;

/** `console.log`'s text: a format string's `%s %d %i %f %j %o` filled in, the rest joined by spaces. */
export function format(...values: unknown[]): string {
  const [first, ...rest] = values;
  if (typeof first !== 'string') return values.map((value) => show(value)).join(' ');
  let text = first;
  if (rest.length > 0) {
    text = first.replace(/%[sdifjoOc%]/g, (directive) => {
      if (directive === '%%') return '%';
      if (rest.length === 0) return directive;
      return substitute(directive, rest.shift());
    });
  }
  return [text, ...rest.map((value) => show(value))].join(' ');
}

function substitute(directive: string, value: unknown): string {
  switch (directive) {
    case '%s':
      return typeof value === 'string' ? value : show(value);
    case '%d':
      return typeof value === 'bigint' ? `${value}n` : String(Number(value));
    case '%i':
      return String(Number.parseInt(String(value), 10));
    case '%f':
      return String(Number.parseFloat(String(value)));
    case '%j':
      return JSON.stringify(value);
    case '%c':
      return '';
    default:
      return inspect(value);
  }
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : inspect(value);
}

/** A value as Node prints it, without its grouping of long arrays into columns. */
export function inspect(value: unknown): string {
  return draw(value, 0, []);
}

function draw(value: unknown, depth: number, parents: unknown[]): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (Object.is(value, -0)) return '-0';
  if (typeof value === 'function') return value.name ? `[Function: ${value.name}]` : '[Function (anonymous)]';
  if (typeof value !== 'object' || value === null) return String(value);
  if (value instanceof Error) return value.stack ?? String(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof RegExp) return String(value);
  if (parents.includes(value)) return '[Circular *1]';
  if (depth > DEPTH) return Array.isArray(value) ? '[Array]' : '[Object]';
  const inside = (child: unknown): string => draw(child, depth + 1, [...parents, value]);
  if (Array.isArray(value)) return enclose('', '[', value.slice(0, 100).map(inside), ']', depth);
  if (ArrayBuffer.isView(value) && Symbol.iterator in value) {
    const items = [...(value as Uint8Array)];
    return enclose(
      `${value.constructor.name}(${items.length}) `,
      '[',
      items.slice(0, 100).map(inside),
      ']',
      depth,
    );
  }
  if (value instanceof Map) {
    const entries = [...value].map(([key, item]) => `${inside(key)} => ${inside(item)}`);
    return enclose(`Map(${value.size}) `, '{', entries, '}', depth);
  }
  if (value instanceof Set) return enclose(`Set(${value.size}) `, '{', [...value].map(inside), '}', depth);
  const fields = Object.entries(value).map(([key, item]) => `${name(key)}: ${inside(item)}`);
  return enclose(prefix(value), '{', fields, '}', depth);
}

function prefix(value: object): string {
  const prototype = Object.getPrototypeOf(value);
  if (prototype === null) return '[Object: null prototype] ';
  return prototype === Object.prototype ? '' : `${value.constructor?.name ?? 'Object'} `;
}

function name(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : quote(key);
}

function quote(text: string): string {
  const mark = !text.includes("'") ? "'" : !text.includes('"') ? '"' : '`';
  return mark + text.replace(/\\/g, '\\\\').replace(/\n/g, '\\n').replace(/\t/g, '\\t') + mark;
}

function enclose(before: string, open: string, items: string[], close: string, depth: number): string {
  if (items.length === 0) return `${before}${open}${close}`;
  const line = `${before}${open} ${items.join(', ')} ${close}`;
  if (line.length <= WIDTH && !line.includes('\n')) return line;
  const indent = '  '.repeat(depth + 1);
  return `${before}${open}\n${indent}${items.join(`,\n${indent}`)}\n${'  '.repeat(depth)}${close}`;
}
