import { WeightsError } from './errors.ts';

/** Parses a repository's JSON file, telling an HTML page (a server's "not found") from damage. */
export function parseJson(path: string, bytes: Uint8Array): Record<string, unknown> {
  const text = new TextDecoder().decode(bytes);
  if (/^\s*</.test(text)) {
    throw new WeightsError(path, 'the server sent a web page in its place; check the address of the model');
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new WeightsError(path, 'it is not JSON; it was cut off or damaged, fetch it again', { cause });
  }
  if (!isObject(parsed)) throw new WeightsError(path, 'it is not a JSON object');
  return parsed;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
