import { WeightsError } from './errors.ts';
import { isObject, parseJson } from './json.ts';

export const CATALOGUE_PATH = 'quartet.json';

/** A role pack beside a model. */
export interface PackRecord {
  role: string;
  /** Path in the repository, e.g. `roles/coder.safetensors`. */
  file: string;
  sha256: string;
  /** Hash of the prompt that the role was trained on; empty when it was trained on none. */
  promptHash: string;
  bytes: number;
}

/** `quartet.json`: what a repository holds beyond MLC's files. */
export interface Catalogue {
  model: string;
  packs: PackRecord[];
  /** The model card's file, for people. */
  card: string | null;
  /** What the model was trained on, in words. */
  trainedOn: string | null;
  /** Of each file that lies in parts, as hosts have limits, how many there are: `partPath` names them. */
  parts: ReadonlyMap<string, number>;
}

/** Where part `index` of a file lies, counted from 0. */
export const partPath = (path: string, index: number) => `${path}.part${index}`;

const PATH = /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/;

/** Reads `quartet.json`. Throws `WeightsError`. */
export function parseCatalogue(bytes: Uint8Array): Catalogue {
  const { model, packs, card, trainedOn, parts } = parseJson(CATALOGUE_PATH, bytes);
  if (typeof model !== 'string' || model === '') throw new WeightsError(CATALOGUE_PATH, 'it names no model');
  if (!Array.isArray(packs)) throw new WeightsError(CATALOGUE_PATH, 'it has no list of packs');
  return {
    model,
    packs: packs.map(readRecord),
    card: typeof card === 'string' ? card : null,
    trainedOn: typeof trainedOn === 'string' ? trainedOn : null,
    parts: readParts(parts),
  };
}

function readParts(parts: unknown): Map<string, number> {
  if (parts === undefined) return new Map();
  if (!isObject(parts)) throw new WeightsError(CATALOGUE_PATH, 'its parts are no list of files');
  return new Map(
    Object.entries(parts).map(([path, count]) => {
      if (!PATH.test(path) || typeof count !== 'number' || !Number.isInteger(count) || count < 1)
        throw new WeightsError(
          CATALOGUE_PATH,
          `${JSON.stringify(path)} lies in ${JSON.stringify(count)} parts`,
        );
      return [path, count];
    }),
  );
}

function readRecord(record: unknown): PackRecord {
  const { role, file, sha256, promptHash, bytes } = isObject(record) ? record : {};
  if (typeof role !== 'string') throw new WeightsError(CATALOGUE_PATH, 'a pack names no role');
  if (typeof file !== 'string' || !PATH.test(file)) {
    throw new WeightsError(
      CATALOGUE_PATH,
      `the ${role} pack's file ${JSON.stringify(file)} is no path in the repository`,
    );
  }
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) {
    throw new WeightsError(CATALOGUE_PATH, `the ${role} pack has no sha256`);
  }
  if (typeof promptHash !== 'string' || typeof bytes !== 'number') {
    throw new WeightsError(CATALOGUE_PATH, `the ${role} pack has no promptHash or no size`);
  }
  return { role, file, sha256, promptHash, bytes };
}
