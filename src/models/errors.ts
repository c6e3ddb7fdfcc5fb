import type { Damage } from './store.ts';

/** The browser's storage has no room for a model. Sizes in bytes; null where the browser does not tell. */
export class NoRoomError extends Error {
  override readonly name = 'NoRoomError';
  constructor(
    readonly model: string,
    readonly needed: number,
    readonly free: number | null,
  ) {
    // A browser may count on more than it gives in the end, so as not to tell of the disk.
    const has = free === null || free >= needed ? 'less' : gigabytes(Math.max(0, free));
    super(
      `${model} needs ${gigabytes(needed)} more and this site may use ${has}: delete another model, free disk space, or take a smaller one. What has come is kept.`,
    );
  }
}

/** Another tab, or another job of this one, is at work on the model. */
export class ModelBusyError extends Error {
  override readonly name = 'ModelBusyError';
  constructor(readonly model: string) {
    super(
      `${model} is being downloaded, repaired, loaded or deleted already, here or in another tab; wait for it, or stop it.`,
    );
  }
}

/** The store has no such model. */
export class NoSuchModelError extends Error {
  override readonly name = 'NoSuchModelError';
  constructor(readonly model: string) {
    super(`this device keeps no model ${model}; download it or bring its files`);
  }
}

/** A model whose files are not what they should be. */
export class DamagedModelError extends Error {
  override readonly name = 'DamagedModelError';
  constructor(
    readonly model: string,
    readonly damaged: Damage[],
  ) {
    const [first] = damaged;
    const more = damaged.length > 1 ? `, and ${damaged.length - 1} more` : '';
    super(
      `${model} is damaged (${first?.file}: ${first?.fault}${more}); repair it, which fetches only what is bad`,
    );
  }
}

/** A model that cannot be brought: the address or the files are not a repository's, or its name is taken. */
export class ModelSourceError extends Error {
  override readonly name = 'ModelSourceError';
}

/** The browser refused its storage. `cause` is what it threw. */
export class ModelStorageError extends Error {
  override readonly name = 'ModelStorageError';
  constructor(what: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message || cause.name : String(cause);
    super(`could not ${what}: ${reason}; a private window or a full disk are the usual reasons`, { cause });
  }
}

function gigabytes(bytes: number): string {
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`;
}
