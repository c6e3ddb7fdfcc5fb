import type { LoadedEngine } from '../src/llm/build-pack.ts';
import { type LoadOptions, loadEngine } from '../src/llm/load.ts';
import { folderSource } from './folder-source.ts';

/** Loads a model from a folder on disk. */
export function loadNodeEngine(
  folder: string,
  options?: LoadOptions,
  signal?: AbortSignal,
): Promise<LoadedEngine> {
  return loadEngine(folderSource(folder), options, signal);
}
