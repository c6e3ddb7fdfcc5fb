import { SaxesParser } from 'saxes';
import { ImportError } from '../import-error.ts';

/** No problem.xml comes near. */
const LARGEST = 8 * 1024 * 1024;

/** An XML element and what it holds; text is left out, as problem.xml keeps its words in attributes and leaves. */
export class Element {
  readonly children: Element[] = [];
  text = '';

  constructor(
    readonly file: string,
    readonly path: string,
    readonly attributes: Readonly<Record<string, string>>,
  ) {}

  get name(): string {
    return this.path.slice(this.path.lastIndexOf('/') + 1);
  }

  fail(reason: string): never {
    throw new ImportError({ file: this.file, field: this.path, reason });
  }

  /** The child elements of this name. */
  all(name: string): Element[] {
    return this.children.filter((child) => child.name === name);
  }

  /** The first child of this name, if there is one. */
  find(name: string): Element | undefined {
    return this.children.find((child) => child.name === name);
  }

  one(name: string): Element {
    return this.find(name) ?? this.fail(`has no <${name}>.`);
  }

  attribute(name: string): string {
    return this.attributes[name] ?? this.fail(`has no attribute “${name}”.`);
  }

  /** The text as a whole number within the bounds. */
  number(min: number, max: number): number {
    const number = Number(this.text.trim());
    if (this.text.trim() === '' || !Number.isInteger(number) || number < min || number > max) {
      this.fail(`is “${this.text.trim().slice(0, 40)}”; it should be a whole number from ${min} to ${max}.`);
    }
    return number;
  }
}

/** An XML file's root element. A DOCTYPE, with which entities could be declared, is refused. */
export function readXml(file: string, text: string): Element {
  if (text.length > LARGEST) {
    throw new ImportError({ file, reason: `is larger than ${LARGEST / 2 ** 20} MiB.` });
  }
  const parser = new SaxesParser();
  const open: Element[] = [];
  let root: Element | undefined;
  parser.on('doctype', () => {
    throw new ImportError({ file, reason: 'has a DOCTYPE, which a problem.xml does not need; take it out.' });
  });
  parser.on('opentag', ({ name, attributes }) => {
    const parent = open.at(-1);
    const element = new Element(file, parent ? `${parent.path}/${name}` : name, attributes);
    parent?.children.push(element);
    root ??= element;
    if (open.push(element) > 100) element.fail('stands more than 100 elements deep.');
  });
  const add = (text: string): void => {
    const element = open.at(-1);
    if (element) element.text += text;
  };
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('closetag', () => {
    open.pop();
  });
  try {
    parser.write(text).close();
  } catch (error) {
    if (error instanceof ImportError) throw error;
    throw new ImportError({ file, reason: `is not XML (${(error as Error).message.split('\n')[0]}).` });
  }
  return root ?? fail(file);
}

function fail(file: string): never {
  throw new ImportError({ file, reason: 'is empty.' });
}
