import { NoOfflineRoomError, OfflineStorageError, UpdateNotKeptError } from '../../offline/errors.ts';
import { keepVersion, missingFiles } from '../../offline/keep.ts';
import { holdVersion, openVersions } from '../../offline/open-versions.ts';
import { expectRoom, keeping } from '../../offline/room.ts';
import {
  isSiteList,
  openVersion,
  SITE_LIST,
  type SiteList,
  type SitePart,
  siteRoot,
} from '../../offline/site.ts';
import {
  absolute,
  currentVersion,
  dropOthers,
  openSiteCache,
  type SiteCache,
  setCurrentVersion,
  wholeVersions,
} from '../../offline/site-cache.ts';
import type { State } from '../state.ts';
import { turn } from '../tab-locks.ts';
import { type Source, sourcesOf } from './sources.ts';
import { bytesOf, type OfflineView, PAGE, type PieceState } from './view.ts';

/** Why a browser, or the way in which this page came, lets nothing be kept; the message completes “… because …”. */
export class CannotKeepError extends Error {
  override readonly name = 'CannotKeepError';
}

/** Milliseconds between two tellings of how much has come. */
const RARE = 100;
const FOREVER = new AbortController().signal;

/**
 * Starts the service worker and opens what is kept of the site. Rejects with `CannotKeepError` where nothing can be
 * kept: then the page works with a network alone.
 */
export async function openKeeper(view: State<OfflineView>): Promise<Keeper> {
  const version = openVersion();
  if (version === null) throw new CannotKeepError('the development server keeps nothing');
  if (!isSecureContext) {
    throw new CannotKeepError(
      'it came over plain http, and browsers keep pages alone that came over https or from this machine; serve it over https, or open it as http://localhost',
    );
  }
  if (!('serviceWorker' in navigator)) {
    throw new CannotKeepError('this browser, or its private window, has no service workers');
  }
  const root = siteRoot();
  try {
    await navigator.serviceWorker.register(`${root}sw.js`, { scope: root, updateViaCache: 'none' });
    const site = await openSiteCache(root);
    holdVersion(root, version);
    return new Keeper(site, version, view);
  } catch (error) {
    throw new CannotKeepError(`the browser does not let it be kept (${(error as Error).message})`);
  }
}

/** Keeps the version of the site that the page is of, looks for newer ones, and keeps what a person wants. */
export class Keeper {
  /** Null until it was seen: it is kept, or the host has it still. */
  #own: SiteList | null = null;
  /** Of pieces that come or could not be kept; of the others storage says whether they are here. */
  readonly #told = new Map<string, PieceState>();

  constructor(
    private readonly site: SiteCache,
    private readonly version: string,
    private readonly view: State<OfflineView>,
  ) {}

  /**
   * Asks the host for its newest version and keeps that: the page's own, or one to be offered. What nobody wants any more
   * goes. One tab at a time does so.
   */
  async look(): Promise<void> {
    const release = await turn(`quartet-offline ${this.site.root}`, FOREVER);
    try {
      await keeping(
        () => 0,
        () => this.#lookAlone(),
      );
    } finally {
      release();
    }
  }

  async #lookAlone(): Promise<void> {
    const { reachable, list: newest } = await newestList(this.site);
    const isOwn = ({ version }: SiteList) => version === this.version;
    this.#own ??= [...(newest ? [newest] : []), ...(await wholeVersions(this.site))].find(isOwn) ?? null;
    this.#patch({ reachable, without: this.#own ? null : whyUnknown(reachable, newest) });
    await this.refresh();
    if (!newest) return;
    const kept = await this.#keepOwn();
    if (isOwn(newest)) {
      if (kept) await setCurrentVersion(this.site, this.version);
      this.#patch({ update: null });
    } else await this.#keepUpdate(newest);
    await this.#dropOld(newest);
  }

  /** Keeps these pieces, as far as they are not here, one after the other; what comes is told in the view. */
  async take(ids: readonly string[], signal: AbortSignal): Promise<void> {
    this.#patch({ trouble: null });
    const wanted: Source[] = [];
    for (const source of this.#sources())
      if (ids.includes(source.id) && !(await source.isHere())) wanted.push(source);
    try {
      await expectRoom(bytesOf(wanted));
      for (const source of wanted) await this.#bring(source, signal);
    } catch (error) {
      if (!signal.aborted) this.#patch({ trouble: error as Error });
    }
    await this.refresh();
  }

  /** Looks again what is kept. */
  async refresh(): Promise<void> {
    const stateOf = async ({ id, isHere }: Source): Promise<PieceState> => {
      const told = this.#told.get(id) ?? { is: 'absent' };
      return told.is !== 'coming' && (await isHere()) ? { is: 'here' } : told;
    };
    const pieces = this.#sources().map(async (source) => {
      const { id, label, bytes } = source;
      return { id, label, bytes, state: await stateOf(source) };
    });
    this.#patch({ pieces: await Promise.all(pieces) });
  }

  /** Has this and every later visit open the newer version. */
  async takeUpdate(): Promise<void> {
    const { update } = this.view.value;
    if (update === null) return;
    await setCurrentVersion(this.site, update);
    location.reload();
  }

  /** Whether the page is kept whole by now. */
  async #keepOwn(): Promise<boolean> {
    const [page] = this.#sources();
    if (!page) return false;
    // What goes wrong is the piece's, and told with it.
    if (!(await page.isHere())) await this.#bring(page, FOREVER).catch(() => {});
    return page.isHere();
  }

  /** A newer version: kept beside the page's own, with the parts that a person has of that. */
  async #keepUpdate(newest: SiteList): Promise<void> {
    const own = this.#own;
    const parts: SitePart[] = [PAGE];
    if (own && (await missingFiles(this.site, own, ['web-llm'])).length === 0) parts.push('web-llm');
    try {
      await keepVersion(this.site, newest, parts, { signal: FOREVER });
    } catch (error) {
      // What the host does not have yet is asked for again when it is looked the next time.
      if (!isOfStorage(error)) return;
      await dropOthers(this.site, await wholeVersions(this.site));
      this.#patch({ trouble: new UpdateNotKeptError(error) });
      return;
    }
    this.#patch({ update: newest.version });
  }

  /** Rejects where storage is full or refused: then nothing else can be kept either. Any other failure is the piece's. */
  async #bring(source: Source, signal: AbortSignal): Promise<void> {
    const { id, bytes } = source;
    let received = 0;
    let toldAt = 0;
    const onBytes = (more: number) => {
      received += more;
      const now = performance.now();
      if (now - toldAt < RARE) return;
      toldAt = now;
      this.#tell(id, { is: 'coming', received });
    };
    this.#tell(id, { is: 'coming', received });
    try {
      await keeping(
        () => bytes - received,
        () => source.take(signal, onBytes),
      );
      this.#told.delete(id);
    } catch (error) {
      this.#told.delete(id);
      if (signal.aborted) throw error;
      this.#tell(id, { is: 'failed', error: error as Error });
      if (!isOfStorage(error)) return;
      // A part of it is of no use, and takes room from what a person writes.
      await source.dropBroken();
      throw error;
    } finally {
      await this.refresh();
    }
  }

  /** Keeps what a page is open of, what a visit opens, and what has come of this page's version and of the newest. */
  async #dropOld(newest: SiteList): Promise<void> {
    const open = await openVersions(this.site.root);
    const current = await currentVersion(this.site);
    const whole = await wholeVersions(this.site);
    const wanted = whole.filter(({ version }) => version === current || open.has(version));
    if (this.#own) wanted.push(this.#own);
    await dropOthers(this.site, [...wanted, newest]);
  }

  #sources(): Source[] {
    return this.#own ? sourcesOf(this.site, this.#own) : [];
  }

  #tell(id: string, state: PieceState): void {
    this.#told.set(id, state);
    const pieces = this.view.value.pieces.map((piece) => (piece.id === id ? { ...piece, state } : piece));
    this.#patch({ pieces });
  }

  #patch(change: Partial<OfflineView>): void {
    this.view.set({ ...this.view.value, ...change });
  }
}

/** Why nothing is known of the open page's version. */
function whyUnknown(reachable: boolean, newest: SiteList | null): string {
  if (!reachable) return 'it was not kept while there was a network';
  if (newest) return 'a newer version took its place on its host before it was kept';
  return 'its host does not have the list of its files, site.json';
}

const isOfStorage = (error: unknown): error is NoOfflineRoomError | OfflineStorageError =>
  error instanceof NoOfflineRoomError || error instanceof OfflineStorageError;

/** What the host has now; no list where it answers with something else. */
async function newestList(site: SiteCache): Promise<{ reachable: boolean; list: SiteList | null }> {
  const answer = await fetch(absolute(site, SITE_LIST), { cache: 'no-cache' }).catch(() => null);
  const json: unknown = await answer?.json().catch(() => null);
  return { reachable: answer !== null, list: isSiteList(json) ? json : null };
}
