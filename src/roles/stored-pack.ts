import type { EditedWeight, RolePack } from './pack.ts';

/** A role pack whose steps are read again whenever they are needed, so that nobody has to hold them. */
export interface StoredPack extends Omit<RolePack, 'weights'> {
  /** What its weights are edited from and to; see `RolePack`. */
  weights: ReadonlyMap<string, Pick<EditedWeight, 'shape' | 'baseHash' | 'editedHash'>>;
  /** Rejects as reading its file does. */
  read(): Promise<RolePack>;
}

/** A pack, in memory or not. */
export type Pack = RolePack | StoredPack;

/** The whole of a pack. */
export async function readWhole(pack: Pack): Promise<RolePack> {
  return 'read' in pack ? pack.read() : pack;
}

/** A pack without its steps. `first` is given out once, and what `read` gives from then on. */
export function storedPack(first: RolePack, read: () => Promise<RolePack>): StoredPack {
  let held: RolePack | null = first;
  const weights = [...first.weights].map(([name, { shape, baseHash, editedHash }]) => {
    return [name, { shape, baseHash, editedHash }] as const;
  });
  return {
    ...first,
    weights: new Map(weights),
    async read() {
      const whole = held ?? (await read());
      held = null;
      return whole;
    },
  };
}
