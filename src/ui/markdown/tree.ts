/**
 * What a statement becomes: text, and elements of our own choosing. Nothing else can be expressed, so a stranger's
 * statement can do nothing but be read.
 */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'math'; text: string; display: boolean }
  | { kind: 'break' }
  | { kind: 'image'; name: string; alt: string }
  | { kind: 'link'; href: string; children: Inline[] }
  /** A footnote's mark. */
  | { kind: 'mark'; label: string }
  | { kind: Wrapping; children: Inline[] };

export type Wrapping = 'strong' | 'emphasis' | 'underline' | 'struck' | 'sup' | 'sub' | 'small';

export interface Cell {
  head: boolean;
  align: 'left' | 'center' | 'right' | null;
  columns: number;
  rows: number;
  children: Inline[];
}

export type Block =
  | { kind: 'heading'; level: number; children: Inline[] }
  | { kind: 'paragraph'; children: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'quote'; children: Block[] }
  | { kind: 'list'; ordered: boolean; start?: number; items: Block[][] }
  | { kind: 'table'; rows: Cell[][] }
  | { kind: 'footnote'; label: string; children: Inline[] }
  | { kind: 'rule' };
