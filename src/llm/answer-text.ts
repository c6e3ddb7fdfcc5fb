import type { Tokenizer } from './tokenizer.ts';

/**
 * Turns a request's tokens into text as they come. Text is held back while a code point is incomplete, and while it
 * could be the beginning of a stop string; a stop string and all after it are cut.
 */
export class AnswerText {
  // Without `ignoreBOM` a leading U+FEFF would vanish.
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  private held = '';
  /** Whether a stop string was met. */
  stopped = false;

  constructor(
    private readonly tokenizer: Tokenizer,
    private readonly stops: readonly string[],
  ) {}

  /** The text that a token sets free. */
  push(token: number): string {
    return this.take(this.decoder.decode(this.tokenizer.bytes(token), { stream: true }), false);
  }

  /** What is still held when no more tokens come. */
  finish(): string {
    return this.stopped ? '' : this.take(this.decoder.decode(), true);
  }

  private take(text: string, last: boolean): string {
    this.held += text;
    const cut = earliest(this.held, this.stops);
    this.stopped = cut >= 0;
    const end = this.stopped ? cut : this.held.length - (last ? 0 : this.openStop());
    const free = this.held.slice(0, end);
    this.held = this.held.slice(end);
    return free;
  }

  /** Length of the longest end of the held text that begins a stop string. */
  private openStop(): number {
    const longest = Math.max(0, ...this.stops.map((stop) => stop.length - 1));
    for (let length = Math.min(longest, this.held.length); length > 0; length--) {
      const end = this.held.slice(-length);
      if (this.stops.some((stop) => stop.startsWith(end))) return length;
    }
    return 0;
  }
}

function earliest(text: string, stops: readonly string[]): number {
  const places = stops.map((stop) => text.indexOf(stop)).filter((at) => at >= 0);
  return places.length ? Math.min(...places) : -1;
}
