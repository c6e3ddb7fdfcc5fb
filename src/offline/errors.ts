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

/** There is no room for what is to be kept, beside some for what a person writes. In bytes. */
export class NoOfflineRoomError extends Error {
  override readonly name = 'NoOfflineRoomError';
  constructor(
    readonly needed: number,
    readonly free: number,
  ) {
    // A browser may count on more than it gives in the end, so as not to tell of the disk.
    const has = free < needed ? megabytes(Math.max(0, free)) : 'less';
    super(
      `${megabytes(needed)} more are needed and there is room for ${has}: delete a model that is not needed, free disk space, or take less. What came whole is kept, and with a network everything works as before.`,
    );
  }
}

/** There is a newer version of the site, and storage does not take it. `cause` says why. */
export class UpdateNotKeptError extends Error {
  override readonly name = 'UpdateNotKeptError';
  constructor(cause: NoOfflineRoomError | OfflineStorageError) {
    super(`There is a newer version of the page, and no way to keep it beside this one: ${cause.message}`, {
      cause,
    });
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
