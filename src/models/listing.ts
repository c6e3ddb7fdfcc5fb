import { createSHA256 } from 'hash-wasm';
import { CATALOGUE_PATH, type Catalogue, parseCatalogue } from '../weights/catalogue.ts';
import { CONFIG_PATH } from '../weights/config.ts';
import { WeightsError } from '../weights/errors.ts';
import { isObject, parseJson } from '../weights/json.ts';
import { MANIFEST_PATHS, type Manifest, parseManifest, storedBytes } from '../weights/manifest.ts';
import { startsLikeAPage } from './checked.ts';
import { ModelSourceError } from './errors.ts';
import type { RecordedFile } from './record.ts';
import type { ModelFacts } from './store.ts';
import type { Supply } from './supply.ts';

/** Bytes that a file which is read whole may have: tokenizers of large vocabularies take some 20 MB. */
const LARGEST = 128 * 2 ** 20;

/** A file that has come whole, and is written as it stands. */
export interface SmallFile extends RecordedFile {
  content: Uint8Array<ArrayBuffer>;
}

/** What a model consists of. */
export interface Listing {
  about: ModelFacts;
  /** Configuration, manifest, tokenizer and library. They are read to know the rest. */
  small: SmallFile[];
  /** Shards and role packs, whose hashes the small files give. */
  large: RecordedFile[];
}

/** Reads a repository's small files. Rejects with `WeightsError` or `ModelSourceError` naming what is wrong. */
export async function readListing(supply: Supply, signal: AbortSignal): Promise<Listing> {
  const small: SmallFile[] = [];
  const take = async (path: string): Promise<Uint8Array<ArrayBuffer> | null> => {
    const content = await readWhole(supply, path, signal);
    if (!content) return null;
    const hash = await createSHA256();
    small.push({ path, bytes: content.length, sha256: hash.update(content).digest('hex'), content });
    return content;
  };
  const need = async (path: string, missing: string): Promise<Uint8Array<ArrayBuffer>> => {
    const content = await take(path);
    if (!content) throw new ModelSourceError(`${supply.name}: ${missing}`);
    return content;
  };
  const config = parseJson(
    CONFIG_PATH,
    await need(
      CONFIG_PATH,
      `there is no ${CONFIG_PATH}, with which a converted model begins; check the address`,
    ),
  );
  const manifest = await takeManifest(supply, take);
  const catalogue = await takeCatalogue(take);
  const tokenizer = (await take('tokenizer.json')) ?? (await take('tokenizer.model'));
  if (!tokenizer) throw new WeightsError('tokenizer.json', `it is missing from ${supply.name}`);
  await take('tokenizer_config.json');
  if (catalogue?.card && /^\w[\w.-]*$/.test(catalogue.card)) await take(catalogue.card);
  await takeLibrary(supply, small, take);
  return { about: factsOf(config, manifest, catalogue), small, large: largeFiles(manifest, catalogue) };
}

async function takeManifest(
  supply: Supply,
  take: (path: string) => Promise<Uint8Array | null>,
): Promise<Manifest> {
  for (const path of MANIFEST_PATHS) {
    const content = await take(path);
    if (content) return parseManifest(path, content);
  }
  throw new ModelSourceError(
    `${supply.name}: there is neither ${MANIFEST_PATHS.join(' nor ')}, so this is no repository in MLC's format; convert the checkpoint first`,
  );
}

async function takeCatalogue(take: (path: string) => Promise<Uint8Array | null>): Promise<Catalogue | null> {
  const content = await take(CATALOGUE_PATH);
  return content && parseCatalogue(content);
}

async function takeLibrary(
  { library }: Supply,
  small: SmallFile[],
  take: (path: string) => Promise<Uint8Array | null>,
): Promise<void> {
  if (!library) return;
  const content = await take(library.path);
  if (!content) throw new WeightsError(library.path, 'the model library is not at its address');
  // The four bytes with which WebAssembly begins.
  if (content[0] !== 0 || content[1] !== 0x61 || content[2] !== 0x73 || content[3] !== 0x6d)
    throw new WeightsError(library.path, 'it is no WebAssembly; check the address of the model library');
  if (library.sha256 !== undefined && small.at(-1)!.sha256 !== library.sha256) {
    throw new WeightsError(
      library.path,
      'its SHA-256 is not the one that is known of this model library; it is not used',
    );
  }
}

/** A file that may be missing; a web page in its place counts as missing where servers answer so. */
async function readWhole(
  supply: Supply,
  path: string,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const chunks = await supply.open(path, signal);
  if (!chunks) return null;
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    length += chunk.length;
    if (length > LARGEST)
      throw new WeightsError(path, `it has more than ${LARGEST} bytes, which no such file has`);
  }
  const whole = new Uint8Array(await new Blob(parts).arrayBuffer());
  return startsLikeAPage(whole) ? null : whole;
}

function factsOf(
  config: Record<string, unknown>,
  manifest: Manifest,
  catalogue: Catalogue | null,
): ModelFacts {
  const inner = isObject(config['model_config']) ? config['model_config'] : {};
  const length = config['context_window_size'] ?? inner['context_window_size'];
  return {
    type: String(config['model_type'] ?? 'unknown'),
    quantisation: String(config['quantization'] ?? 'unknown'),
    contextLength: typeof length === 'number' ? length : null,
    ...cacheOf(inner),
    baseHash: manifest.baseHash,
    weightBytes: storedBytes(manifest),
    roles: catalogue?.packs.map(({ role }) => role) ?? [],
  };
}

/** Of Qwen and Llama, and of what names its sizes as they do. */
function cacheOf(inner: Record<string, unknown>): Pick<ModelFacts, 'cache'> {
  const [layers, kvHeads, headDim] = [
    inner['num_hidden_layers'],
    inner['num_key_value_heads'],
    inner['head_dim'] ?? Number(inner['hidden_size']) / Number(inner['num_attention_heads']),
  ].map(Number);
  return [layers, kvHeads, headDim].every((size) => Number.isSafeInteger(size) && size! > 0)
    ? { cache: { layers: layers!, kvHeads: kvHeads!, headDim: headDim! } }
    : {};
}

function largeFiles({ shards }: Manifest, catalogue: Catalogue | null): RecordedFile[] {
  const files: RecordedFile[] = [
    ...shards.map(({ dataPath, nbytes, md5sum }) => ({ path: dataPath, bytes: nbytes, md5: md5sum })),
    ...(catalogue?.packs ?? []).map(({ file, bytes, sha256 }) => ({ path: file, bytes, sha256 })),
  ];
  return files.map((file) => {
    const parts = catalogue?.parts.get(file.path);
    return parts === undefined ? file : { ...file, parts };
  });
}
