import { type Asset, downloadBytes } from './asset.ts';
import { loadAsset } from './load-asset.ts';

/** Something that is being downloaded now. */
export interface Download {
  /** What it is for: a language's id. */
  what: string;
  /** Bytes that are there, of `total`; they only grow. */
  received: number;
  total: number;
}

/**
 * Loads assets and tells `onChange` of everything that is being downloaded, at every step: first nothing received,
 * last all of it, then it is gone from the list. What is only taken from what was kept is no download.
 */
export class Downloads {
  #live: readonly Download[] = [];
  readonly #onChange: (live: readonly Download[]) => void;

  constructor(onChange: (live: readonly Download[]) => void) {
    this.#onChange = onChange;
  }

  /** All assets of one language, side by side, in the order given. */
  async load(what: string, assets: readonly Asset[], signal: AbortSignal): Promise<ArrayBuffer[]> {
    const total = assets.reduce((sum, asset) => sum + downloadBytes(asset), 0);
    let received = 0;
    let shown: Download | null = null;
    const show = (next: Download | null): void => {
      this.#live = [...this.#live.filter((one) => one !== shown), ...(next ? [next] : [])];
      shown = next;
      this.#onChange(this.#live);
    };
    const onBytes = (bytes: number, kept: boolean): void => {
      received += bytes;
      if (shown || !kept) show({ what, received, total });
    };
    const stop = new AbortController();
    const either = AbortSignal.any([signal, stop.signal]);
    try {
      return await Promise.all(assets.map((asset) => loadAsset(asset, { signal: either, onBytes })));
    } finally {
      // One that failed leaves the others nothing to go on for.
      stop.abort();
      if (shown) show(null);
    }
  }
}
