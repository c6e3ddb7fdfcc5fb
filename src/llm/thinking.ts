import { parseJson } from '../weights/json.ts';
import type { Source } from '../weights/source.ts';
import type { Tokenizer } from './tokenizer.ts';

const CONFIG_PATH = 'tokenizer_config.json';

/** How a model marks what it thinks before it answers, as Qwen3 does; in tokens. */
export interface ThinkingMarks {
  open: number;
  close: number;
  /** Between the marks and the text, and between the text and the answer. */
  line: number[];
  gap: number[];
}

/**
 * Null for a model that does not think. Some that do not have the marks among their tokens all the same; then the
 * template of `tokenizer_config.json`, which `source` may have, does not speak of them. Rejects with `WeightsError`.
 */
export async function thinkingMarks(
  tokenizer: Tokenizer,
  source: Pick<Source, 'read'>,
  signal?: AbortSignal,
): Promise<ThinkingMarks | null> {
  const open = tokenizer.control('<think>');
  const close = tokenizer.control('</think>');
  if (open === undefined || close === undefined) return null;
  const config = await source.read(CONFIG_PATH, signal);
  const template = config && parseJson(CONFIG_PATH, config)['chat_template'];
  if (typeof template === 'string' && !template.includes('think>')) return null;
  return { open, close, line: tokenizer.encode('\n'), gap: tokenizer.encode('\n\n') };
}

/** What stands before an answer without thinking, so that the model knows that it has thought. */
export function noThoughts({ open, close, gap }: ThinkingMarks): number[] {
  return [open, ...gap, close, ...gap];
}

/** Tokens that the marks of one thinking need beside its text. */
export function marksLength({ line, gap }: ThinkingMarks): number {
  return 2 + 2 * line.length + gap.length;
}

/** Opens one request's thinking, and closes it where the model does or where its tokens are used up. */
export class Thinking {
  /** Tokens that must come next. */
  private forced: number[];
  private closed = false;

  constructor(
    private readonly marks: ThinkingMarks,
    /** Tokens that may still be thought. */
    private left: number,
  ) {
    this.forced = [marks.open, ...marks.line];
  }

  /** Whether the answer begins. */
  get done(): boolean {
    return this.closed && this.forced.length === 0;
  }

  /** The token that must come next, or null where the model goes on thinking. */
  get next(): number | null {
    return this.forced[0] ?? null;
  }

  /** Moves on over a token. Says whether it is of the text that was thought. */
  accept(token: number): boolean {
    const { line, close, gap } = this.marks;
    const own = this.forced.length === 0;
    if (!own) this.forced.shift();
    else if (token !== close) {
      this.left--;
      if (this.left <= 0) this.forced = [...line, close];
    }
    if (token === close) {
      this.closed = true;
      this.forced = [...gap];
    }
    return own && token !== close;
  }
}
