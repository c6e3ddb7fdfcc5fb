import { EngineError } from '../errors.ts';
import type { Tokenizer } from '../tokenizer.ts';

/**
 * A tokenizer's tokens as a tree of their bytes, laid out in preorder: node `i` continues the node above it with
 * `bytes[i]`, its subtree ends before `ends[i]`.
 */
export class Vocabulary {
  readonly bytes: Uint8Array;
  readonly depths: Uint16Array;
  readonly ends: Uint32Array;
  /** The token that ends at a node, or −1; of tokens with equal bytes the lowest. */
  readonly tokens: Int32Array;

  /** `size` is the model's, which may be larger than the tokenizer's. */
  constructor(
    private readonly tokenizer: Tokenizer,
    readonly size: number,
  ) {
    const words = new Map<string, number>();
    for (let token = size - 1; token >= 0; token--) {
      const bytes = tokenizer.bytes(token);
      if (bytes.length) words.set(String.fromCharCode(...bytes), token);
    }
    const sorted = [...words.keys()].sort((a, b) => (a < b ? -1 : 1));
    const [bytes, depths, tokens]: number[][] = [[], [], []];
    let last = '';
    for (const word of sorted) {
      let depth = 0;
      while (depth < last.length && word[depth] === last[depth]) depth++;
      for (; depth < word.length; depth++) {
        bytes.push(word.charCodeAt(depth));
        depths.push(depth);
        tokens.push(depth === word.length - 1 ? words.get(word)! : -1);
      }
      last = word;
    }
    this.bytes = Uint8Array.from(bytes);
    this.depths = Uint16Array.from(depths);
    this.tokens = Int32Array.from(tokens);
    this.ends = endsOf(this.depths);
  }

  bytesOf(token: number): Uint8Array {
    return this.tokenizer.bytes(token);
  }

  /**
   * Tokens of a text given as bytes, as the tokenizer writes it; bytes that are no text, and text that the tokenizer
   * would change, are cut into the longest tokens.
   */
  encode(bytes: Uint8Array<ArrayBuffer>): number[] {
    let whole = 0;
    while (whole < bytes.length && (bytes[whole] & 0xc0) === 0x80) whole++;
    const text = new TextDecoder().decode(bytes.subarray(whole));
    const tokens = this.tokenizer.encode(text);
    const written = tokens.flatMap((token) => [...this.bytesOf(token)]);
    const faithful = `${written}` === `${bytes.subarray(whole)}`;
    return faithful ? [...this.longest(bytes.subarray(0, whole)), ...tokens] : this.longest(bytes);
  }

  /** Whether a token goes on where `bytes` end, having them for its beginning. */
  extends(bytes: Uint8Array): boolean {
    const node = this.find(bytes);
    return node >= 0 && this.ends[node] > node + 1;
  }

  private longest(bytes: Uint8Array): number[] {
    const tokens: number[] = [];
    for (let at = 0; at < bytes.length; ) {
      let best = -1;
      for (let end = at + 1, node = -1; end <= bytes.length; end++) {
        node = this.child(node, bytes[end - 1]);
        if (node < 0) break;
        if (this.tokens[node] >= 0) best = node;
      }
      if (best < 0) throw new EngineError(`the tokenizer has no token for the byte ${bytes[at]}`);
      tokens.push(this.tokens[best]);
      at += this.depths[best] + 1;
    }
    return tokens;
  }

  private find(bytes: Uint8Array): number {
    let node = -1;
    for (const byte of bytes) {
      node = this.child(node, byte);
      if (node < 0) return -1;
    }
    return node;
  }

  /** The node below `node` (−1: below the root) with this byte, or −1. */
  private child(node: number, byte: number): number {
    const end = node < 0 ? this.bytes.length : this.ends[node];
    for (let at = node + 1; at < end; at = this.ends[at]) if (this.bytes[at] === byte) return at;
    return -1;
  }
}

function endsOf(depths: Uint16Array): Uint32Array {
  const ends = new Uint32Array(depths.length);
  const open: number[] = [];
  for (let node = 0; node <= depths.length; node++) {
    const depth = node < depths.length ? depths[node] : 0;
    while (open.length && depths[open[open.length - 1]] >= depth) ends[open.pop()!] = node;
    open.push(node);
  }
  return ends;
}
