import { Tokenizer as Encoder } from '@huggingface/tokenizers';
import { WeightsError } from '../weights/errors.ts';
import { isObject, parseJson } from '../weights/json.ts';

const PATH = 'tokenizer.json';

/** A BPE tokenizer from a `tokenizer.json`. Text is data: a control token typed into it stays plain text. */
export interface Tokenizer {
  /** Tokens of plain text; never a control token, whatever the text says. */
  encode(text: string): number[];
  /** Id of a control token such as `<|im_end|>`, or undefined. */
  control(content: string): number | undefined;
  /** Control tokens, the longest first, for reading templates. */
  readonly controls: readonly string[];
  /** The bytes that a token stands for; none for a control token. */
  bytes(token: number): Uint8Array;
}

/** Throws `WeightsError` for a tokenizer that is not BPE over bytes, or over letters with a token for each byte. */
export function createTokenizer(file: Uint8Array): Tokenizer {
  const json = parseJson(PATH, file);
  const { model, decoder } = json;
  if (!isObject(model) || !isObject(model['vocab']) || !Array.isArray(model['merges'])) {
    throw new WeightsError(PATH, 'it is no BPE tokenizer, the only kind that is supported');
  }
  const bytesOf = isObject(decoder) ? byteReader(decoder) : null;
  if (!bytesOf)
    throw new WeightsError(
      PATH,
      'its decoder is neither ByteLevel nor ByteFallback, the kinds that are supported',
    );
  const added = readAdded(json['added_tokens'] ?? []);
  for (const [token, id] of Object.entries(model['vocab']))
    if (!isId(id)) throw new WeightsError(PATH, `its token ${JSON.stringify(token)} has no number`);
  const controls = new Map(added.map(({ id, content }) => [content, id]));
  const vocab = Object.entries(model['vocab'] as Record<string, number>).filter(
    ([token]) => !controls.has(token),
  );
  // Without its control tokens, as added tokens and as words, the encoder cannot come upon one.
  const plain = { ...json, added_tokens: [], model: { ...model, vocab: Object.fromEntries(vocab) } };
  const encoder = createEncoder(plain);
  const pieces = new Map(vocab.map(([token, id]) => [id, token]));
  const none = new Uint8Array();
  return {
    encode: (text) => (text === '' ? [] : encoder.encode(text, { add_special_tokens: false }).ids),
    control: (content) => controls.get(content),
    controls: [...controls.keys()].sort((a, b) => b.length - a.length),
    bytes: (token) => {
      const piece = pieces.get(token);
      return piece === undefined ? none : bytesOf(piece);
    },
  };
}

/** How a token's bytes are read off its name; null for a decoder of another kind. */
function byteReader(decoder: Record<string, unknown>): ((piece: string) => Uint8Array) | null {
  if (decoder['type'] === 'ByteLevel')
    return (piece) => Uint8Array.from(piece, (char) => BYTES.get(char) ?? 0x3f);
  const steps = Array.isArray(decoder['decoders']) ? decoder['decoders'] : [decoder];
  if (!steps.some((step) => isObject(step) && step['type'] === 'ByteFallback')) return null;
  // As SentencePiece writes them: letters, a sign for the space, and <0x0A> for a byte that is no letter.
  const encoder = new TextEncoder();
  return (piece) => {
    const byte = /^<0x([0-9A-F]{2})>$/.exec(piece)?.[1];
    return byte === undefined
      ? encoder.encode(piece.replaceAll('\u2581', ' '))
      : Uint8Array.of(Number.parseInt(byte, 16));
  };
}

interface AddedToken {
  id: number;
  content: string;
}

function readAdded(tokens: unknown): AddedToken[] {
  const sound = (token: unknown) =>
    isObject(token) && isId(token['id']) && typeof token['content'] === 'string' && token['content'] !== '';
  if (!Array.isArray(tokens) || !tokens.every(sound))
    throw new WeightsError(PATH, 'its added_tokens are not a list of numbers and texts; fetch it again');
  return tokens as AddedToken[];
}

function isId(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) < MAX_TOKENS;
}

/** The library throws whatever its parts throw. */
function createEncoder(json: object): Encoder {
  try {
    return new Encoder(json, {});
  } catch (cause) {
    const { message } = cause as Error;
    throw new WeightsError(PATH, `it cannot be read: ${message}; it was damaged, fetch it again`, { cause });
  }
}

/** More tokens than any vocabulary has. */
const MAX_TOKENS = 2 ** 24;

/**
 * GPT-2's printable stand-ins for bytes: printable Latin-1 stands for itself, the other 68 bytes for the characters
 * from U+0100 on.
 */
const BYTES = new Map<string, number>();
for (let byte = 0, next = 0x100; byte < 256; byte++) {
  const printable = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
  BYTES.set(String.fromCodePoint(printable ? byte : next++), byte);
}
