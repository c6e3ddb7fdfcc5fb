import type { Engine } from '../../llm/engine.ts';
import type { Download } from '../../sandbox/assets/downloads.ts';
import type { Loading } from '../loading.ts';
import { createState, type State } from '../state.ts';
import type { Keeper } from './keeper.ts';
import { isCutShort, NOT_LOOKED, type OfflineView } from './view.ts';

/** The page without a network: what works, what can be kept for it, and which version of the page that is. */
export interface Offline {
  view: State<OfflineView>;
  /** Begins to keep the page; nothing of this is read before. */
  begin(): void;
  /** Keeps these pieces, by their ids, and asks the browser not to clear them by itself. */
  take(ids: readonly string[]): void;
  /** Ends what `take` began; what has come is kept. */
  stop(): void;
  /** Has this and every later visit open the newer version. What is not stored of the page is lost. */
  takeUpdate(): void;
  /** The browser's offer to install the page as an app; null where it makes none. */
  install: State<(() => void) | null>;
}

/** What shows that something more is needed, or is here now. */
interface Watched {
  engine: State<Loading<Engine>>;
  downloads: State<readonly Download[]>;
}

const HOUR_MS = 3_600_000;
/** A file of the page that did not come is asked for again after so long, then after twice as long, up to an hour. */
const AGAIN_MS = 5000;

/** Nothing is done before `begin`. */
export function createOffline({ engine, downloads }: Watched): Offline {
  const view = createState<OfflineView>(NOT_LOOKED);
  const patch = (change: Partial<OfflineView>) => view.set({ ...view.value, ...change });
  const taking = new Set<AbortController>();
  let keeper: Keeper | null = null;
  let lookedAt = 0;
  let again: ReturnType<typeof setTimeout> | undefined;
  let wait = AGAIN_MS;

  const report = (trouble: Error) => patch({ trouble });
  const look = async () => {
    lookedAt = Date.now();
    // Where nothing is kept nobody asks the host, and the browser's word is all there is.
    if (!keeper) return patch({ reachable: navigator.onLine });
    await keeper.look().catch(report);
    clearTimeout(again);
    if (isCutShort(view.value)) {
      again = setTimeout(look, wait);
      wait = Math.min(2 * wait, HOUR_MS);
    } else wait = AGAIN_MS;
  };
  const take = async (ids: readonly string[]) => {
    const mine = new AbortController();
    taking.add(mine);
    patch({ taking: true });
    await keeper?.take(ids, mine.signal).catch(report);
    taking.delete(mine);
    patch({ taking: taking.size > 0 });
  };
  const watch = () => {
    addEventListener('online', look);
    addEventListener('offline', look);
    document.addEventListener('visibilitychange', () => {
      const stale = !view.value.reachable || Date.now() - lookedAt > HOUR_MS;
      if (!document.hidden && stale) void look();
    });
    downloads.subscribe(() => {
      if (downloads.value.length === 0) void keeper?.refresh().catch(report);
    });
    engine.subscribe(keepLibrary);
    keepLibrary();
  };
  /** A model that ran in it once is to run again. */
  const keepLibrary = () => {
    if (engine.value.is === 'ready' && engine.value.value.info.executor === 'mlc') void take(['web-llm']);
  };
  const begin = async () => {
    try {
      const { openKeeper } = await import('./keeper.ts');
      keeper = await openKeeper(view);
    } catch (error) {
      patch({ without: (error as Error).message });
    }
    watch();
    await look();
  };

  const install = createState<(() => void) | null>(null);
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    install.set(() => void (event as Event & { prompt(): Promise<unknown> }).prompt());
  });
  addEventListener('appinstalled', () => install.set(null));
  return {
    view,
    install,
    begin: () => void begin(),
    take(ids) {
      // Some browsers ask the person, who may take a while.
      navigator.storage.persist?.().then((persisted) => patch({ persisted }), report);
      void take(ids);
    },
    stop() {
      for (const one of taking) one.abort();
    },
    takeUpdate: () => void keeper?.takeUpdate().catch(report),
  };
}
