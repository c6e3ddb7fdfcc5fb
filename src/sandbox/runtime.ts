import type { Asset } from './assets/asset.ts';
import type { AssetKind } from './frame-protocol.ts';

/** What the page fetches before it can run a language; loaded when the language is first used. */
export interface Runtime {
  /** Where the worker's one classic script is served. */
  worker: string;
  /** Each under the name that the worker gets it by. */
  assets: Record<string, RuntimeAsset>;
  /** What a translator or compiler of its languages is made of, by the names that it gets it by. */
  translator?: Record<string, Asset>;
}

export interface RuntimeAsset {
  asset: Asset;
  kind: AssetKind;
  /** What the worker gets instead of the file as it was published. */
  made?: (bytes: ArrayBuffer) => ArrayBuffer;
}

/** All that is fetched for a runtime besides its worker's script. */
export function assetsOf({ assets, translator = {} }: Runtime): Asset[] {
  return [...Object.values(assets).map(({ asset }) => asset), ...Object.values(translator)];
}
