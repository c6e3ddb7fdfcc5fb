import { ImportError } from './import-error.ts';

/** One value of a parsed JSON or YAML file, with its place in it; every step checks what is there. */
export class Reader {
  constructor(
    readonly file: string,
    readonly value: unknown,
    readonly field = '',
  ) {}

  fail(reason: string): never {
    throw new ImportError({ file: this.file, field: this.field, reason });
  }

  /** A value that stands in this one as text. */
  inside(value: unknown): Reader {
    return new Reader(this.file, value, this.field);
  }

  get missing(): boolean {
    return this.value === undefined || this.value === null;
  }

  at(key: string): Reader {
    const fields = this.#object();
    const path = this.field ? `${this.field}.${key}` : key;
    return new Reader(this.file, Object.hasOwn(fields, key) ? fields[key] : undefined, path);
  }

  items(): Reader[] {
    if (!Array.isArray(this.value)) this.#expected('a list');
    return (this.value as unknown[]).map((item, i) => new Reader(this.file, item, `${this.field}[${i}]`));
  }

  entries(): [string, Reader][] {
    return Object.keys(this.#object()).map((key) => [key, this.at(key)]);
  }

  text(): string {
    if (typeof this.value !== 'string') this.#expected('text in quotes');
    return this.value as string;
  }

  /** Text with something in it besides spaces, as it was written. */
  name(): string {
    const text = this.text();
    if (!text.trim()) this.fail('is empty; it needs some text.');
    return text;
  }

  bool(): boolean {
    if (typeof this.value !== 'boolean') this.#expected('true or false');
    return this.value as boolean;
  }

  /** A number within the bounds. */
  number(min: number, max: number): number {
    const number = this.value;
    if (typeof number !== 'number' || !(number >= min && number <= max)) {
      this.#expected(`a number from ${min} to ${max}`);
    }
    return number as number;
  }

  oneOf<T extends string>(choices: readonly T[]): T {
    const found = choices.find((choice) => choice === this.value);
    return found ?? this.#expected(`one of ${choices.map((choice) => `“${choice}”`).join(', ')}`);
  }

  #object(): Record<string, unknown> {
    if (typeof this.value !== 'object' || this.value === null || Array.isArray(this.value)) {
      this.#expected('an object with named fields');
    }
    return this.value as Record<string, unknown>;
  }

  #expected(what: string): never {
    this.fail(
      this.missing ? `is missing; it should be ${what}.` : `is ${shown(this.value)}; it should be ${what}.`,
    );
  }
}

/** A JSON file's value, or an ImportError with the parser's own words. */
export function readJson(file: string, text: string): Reader {
  try {
    return new Reader(file, JSON.parse(text));
  } catch (error) {
    throw new ImportError({ file, reason: `is not JSON (${(error as Error).message}).` });
  }
}

function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
