/** A file of the site could not be had; the message says which. */
export class SiteFileError extends Error {
  override readonly name = 'SiteFileError';
  constructor(
    readonly path: string,
    reason: string,
  ) {
    super(
      `The site's own file ${path} could not be read: ${reason}. Reload the page; if that does not help, the site was not copied whole.`,
    );
  }
}

/** There is no room for what is to be kept, beside some for what a person writes. In bytes; null where nobody tells. */
export class NoOfflineRoomError extends Error {
  override readonly name = 'NoOfflineRoomError';
  constructor(
    readonly needed: number,
    readonly free: number | null,
  ) {
    const has = free === null ? 'less' : megabytes(Math.max(0, free));
    super(
      `${megabytes(needed)} more are needed and there is room for ${has}: delete a model that is not needed, free disk space, or take less. What has come is kept, and with a network everything works as before.`,
    );
  }
}

/** The browser refused its storage. `cause` is what it threw. */
export class OfflineStorageError extends Error {
  override readonly name = 'OfflineStorageError';
  constructor(cause: unknown) {
    const reason = cause instanceof Error ? cause.message || cause.name : String(cause);
    super(
      `The browser keeps nothing for this page (${reason}); a private window or a full disk are the usual reasons. With a network everything works as before.`,
      { cause },
    );
  }
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
