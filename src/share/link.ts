import { deflateSync, Inflate } from 'fflate';
import { crc32 } from 'hash-wasm';
import { fromBase64, toBase64 } from '../judge/import/base64.ts';
import { ImportError } from '../judge/import/import-error.ts';
import { Reader } from '../judge/import/reader.ts';
import { joined } from '../judge/import/source.ts';
import { InvalidProblemError } from '../judge/validate.ts';
import { readShared, type Shared } from './shared.ts';

/**
 * A link is `1.` and, in base64url (RFC 4648, section 5) without padding: the length of what follows the first eight
 * bytes and its CRC-32, both of four bytes, the high one first; then JSON under raw deflate.
 */
const VERSION = 1;
const HEAD_BYTES = 8;

/** Characters of the longest link that is made or read: Firefox takes no address beyond 2²⁰. */
export const LONGEST_LINK = 1_000_000;
/** Bytes of the JSON in it: what claims more, in however few bytes, is refused. */
const LARGEST_JSON = 16 * 2 ** 20;
/** Bytes that are unpacked at once: deflate makes 1032 of one at most, so what comes of them is held easily. */
const PIECE = 4096;

export type LinkFault = 'cut off' | 'altered' | 'too big' | 'newer' | 'unreadable';

/** A link cannot be made or read; the message says what to do. */
export class LinkError extends Error {
  override readonly name = 'LinkError';
  constructor(
    readonly fault: LinkFault,
    message: string,
  ) {
    super(message);
  }
}

/** The text that stands for `json` in a link. Throws nothing; `LONGEST_LINK` is the caller's to heed. */
export async function writeLink(json: object): Promise<string> {
  const packed = deflateSync(new TextEncoder().encode(JSON.stringify(json)), { level: 9 });
  const head = new Uint8Array(HEAD_BYTES);
  const view = new DataView(head.buffer);
  view.setUint32(0, packed.length);
  view.setUint32(4, Number.parseInt(await crc32(packed), 16));
  const digits = toBase64(joined([head, packed]));
  return `${VERSION}.${digits.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`;
}

/** What a link's text holds, every field checked. Rejects with `LinkError`. */
export async function readLink(text: string): Promise<Shared> {
  const json = unpacked(await checked(text));
  try {
    return await readShared(new Reader('The link', parsed(json)));
  } catch (error) {
    if (error instanceof ImportError || error instanceof InvalidProblemError)
      throw new LinkError('unreadable', `${error.message} The link was not made by this page.`);
    throw error;
  }
}

/** The packed bytes, which are those that the sender's page wrote. */
async function checked(text: string): Promise<Uint8Array> {
  if (text.length > LONGEST_LINK)
    throw new LinkError(
      'too big',
      `The link has ${text.length.toLocaleString('en')} characters; this page reads ${LONGEST_LINK.toLocaleString('en')} at most.`,
    );
  // What a sentence puts after a link is not the link's.
  const [, version, digits] = /^(\d+)\.([^.]*?)[.,;:!?)\]}>'"*]*$/.exec(text) ?? [];
  if (version === undefined || digits === undefined)
    throw new LinkError('unreadable', 'This is no link that the page can read: its beginning is not there.');
  if (Number(version) > VERSION)
    throw new LinkError(
      'newer',
      `The link was made by a newer version of this page (format ${version}; this one reads ${VERSION}). Load the page again.`,
    );
  // Cut off after a digit that begins a byte, the rest is base64 all the same.
  const whole = digits.length % 4 === 1 ? digits.slice(0, -1) : digits;
  const bytes = fromBase64(whole.replaceAll('-', '+').replaceAll('_', '/'));
  const altered = () =>
    new LinkError('altered', 'The link is not as it was made: some of it was changed. Ask for it again.');
  const cutOff = () =>
    new LinkError('cut off', 'The link was cut off: its end is not there. Ask for it again, whole.');
  if (!bytes || Number(version) !== VERSION) throw altered();
  if (bytes.length < HEAD_BYTES) throw cutOff();
  const view = new DataView(bytes.buffer);
  const packed = bytes.subarray(HEAD_BYTES);
  if (packed.length < view.getUint32(0)) throw cutOff();
  if (packed.length > view.getUint32(0)) throw altered();
  if (Number.parseInt(await crc32(packed), 16) !== view.getUint32(4)) throw altered();
  return packed;
}

/** The bytes that were packed; never more than the largest JSON, whatever they would be. */
function unpacked(packed: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  let size = 0;
  const inflate = new Inflate((part) => {
    size += part.length;
    parts.push(part);
  });
  for (let at = 0; at < packed.length; at += PIECE) {
    try {
      inflate.push(packed.subarray(at, at + PIECE), at + PIECE >= packed.length);
    } catch (error) {
      throw new LinkError('unreadable', `The link cannot be unpacked: ${(error as Error).message}.`);
    }
    if (size > LARGEST_JSON)
      throw new LinkError(
        'too big',
        `The link unpacks to more than ${LARGEST_JSON / 2 ** 20} MiB; no page of ours makes such a one.`,
      );
  }
  return joined(parts);
}

function parsed(json: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
  } catch (error) {
    throw new LinkError('unreadable', `The link holds no JSON: ${(error as Error).message}.`);
  }
}
