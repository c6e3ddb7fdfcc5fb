import type { Said } from '../verdict.ts';

/** Characters kept of a conversation's beginning, and as many of its end. */
const KEPT = 4096;

/** Takes down a conversation piece by piece, and keeps its beginning and its end. */
export class Transcript {
  readonly #head: Said[] = [];
  readonly #tail: Said[] = [];
  #headLength = 0;
  #tailLength = 0;
  #omitted = 0;
  readonly #decoders = { submission: new TextDecoder(), interactor: new TextDecoder() };

  note(from: Said['from'], bytes: Uint8Array): void {
    let text = this.#decoders[from].decode(bytes, { stream: true });
    const begins = text.slice(0, KEPT - this.#headLength);
    this.#headLength += begins.length;
    append(this.#head, from, begins);
    text = text.slice(begins.length);
    append(this.#tail, from, text);
    this.#tailLength += text.length;
    while (this.#tailLength > KEPT) this.#forget(this.#tailLength - KEPT);
  }

  get said(): Said[] {
    const [first, ...rest] = this.#tail;
    if (!first) return this.#head;
    if (this.#omitted > 0) return [...this.#head, { ...first, omitted: this.#omitted }, ...rest];
    const all = this.#head.map((piece) => ({ ...piece }));
    for (const { from, text } of this.#tail) append(all, from, text);
    return all;
  }

  #forget(length: number): void {
    const first = this.#tail[0]!;
    const cut = first.text.slice(0, length).length;
    first.text = first.text.slice(cut);
    if (first.text === '') this.#tail.shift();
    this.#tailLength -= cut;
    this.#omitted += cut;
  }
}

/** What one side says without being answered is one piece. */
function append(pieces: Said[], from: Said['from'], text: string): void {
  if (text === '') return;
  const last = pieces.at(-1);
  if (last?.from === from) last.text += text;
  else pieces.push({ from, text });
}
