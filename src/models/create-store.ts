import { repositoryFolder } from '../weights/address.ts';
import { CONFIG_PATH } from '../weights/config.ts';
import { check, repair } from './check.ts';
import { ModelSourceError } from './errors.ts';
import { eventsOf } from './events.ts';
import type { ModelFolders } from './folders.ts';
import { install } from './install.ts';
import { describeModel, keptSizes, type ModelRecord, readRecord } from './record.ts';
import { estimate, holding, kept } from './storage.ts';
import type {
  BroughtFile,
  CheckEvent,
  InstallEvent,
  KeptModel,
  LibraryAddress,
  ModelStore,
  StorageSpace,
} from './store.ts';
import { filesSupply, networkSupply, type OutsideFetch, type Supply } from './supply.ts';

/** The store without what only a page may ask, whose downloads go through the function that each is given. */
export type LocalStore = Omit<ModelStore, 'download' | 'repair' | 'persist'> & {
  download(
    wanted: Parameters<ModelStore['download']>[0],
    fetch: OutsideFetch,
    signal: AbortSignal,
  ): AsyncIterable<InstallEvent>;
  repair(
    id: string,
    fetch: OutsideFetch,
    signal: AbortSignal,
    files?: readonly BroughtFile[],
  ): AsyncIterable<InstallEvent | CheckEvent>;
};

/** The store over its files, in whatever thread. */
export function createModelStore(folders: ModelFolders): LocalStore {
  /** A job that changes the model, alone. */
  const changing = <E>(
    id: string,
    signal: AbortSignal,
    work: (tell: (event: E) => void, signal: AbortSignal) => Promise<void>,
  ): AsyncIterable<E> =>
    eventsOf<E>(signal, (tell, either) =>
      holding(id, 'exclusive', () => kept(`keep ${id}`, () => work(tell, either))),
    );
  const installing = (
    name: string,
    supplyOf: (known: ModelRecord | null) => Supply,
    signal: AbortSignal,
  ): AsyncIterable<InstallEvent> => {
    const id = modelId(name);
    return changing<InstallEvent>(id, signal, async (tell, either) =>
      install(folders, id, supplyOf(await readRecord(folders, id)), tell, either),
    );
  };
  return {
    async list() {
      return kept('list the models', async () => {
        const models: KeptModel[] = [];
        for (const id of await folders.models()) models.push(await describeModel(folders, id));
        return models;
      });
    },
    async space(): Promise<StorageSpace> {
      return kept('measure the storage', async () => {
        let models = 0;
        for (const id of await folders.models())
          for (const size of (await keptSizes(folders, id)).values()) models += size;
        const { backend } = folders;
        const persisted = (await navigator.storage.persisted?.()) ?? false;
        return { backend, ...(await estimate()), models, persisted };
      });
    },
    download({ url, id, library }, fetch, signal) {
      const folder = repositoryFolder(url);
      if (folder === null) {
        throw new ModelSourceError(
          `“${url}” is no address of a model; write one like https://huggingface.co/mlc-ai/NAME, or OWNER/NAME`,
        );
      }
      // Who goes on with a download need not say again where its library is.
      const supplyOf = (known: ModelRecord | null) =>
        networkSupply(folder, library ?? libraryOf(known), fetch);
      return installing(id ?? supplyOf(null).name, supplyOf, signal);
    },
    bring(files, signal, id) {
      const supply = filesSupply(files, CONFIG_PATH);
      return installing(id ?? supply.name, () => supply, signal);
    },
    check: (id, signal) =>
      eventsOf<CheckEvent>(signal, (tell, either) =>
        holding(id, 'shared', () =>
          kept(`check ${id}`, async () => void (await check(folders, id, tell, either))),
        ),
      ),
    repair: (id, fetch, signal, files) =>
      changing<InstallEvent | CheckEvent>(id, signal, (tell, either) =>
        repair(folders, id, (record) => supplyOf(record, fetch, files), tell, either),
      ),
    remove: (id) => holding(id, 'exclusive', () => kept(`delete ${id}`, () => folders.removeModel(id))),
  };
}

function supplyOf(
  { id, origin, library }: ModelRecord,
  fetch: OutsideFetch,
  files: readonly BroughtFile[] | undefined,
): Supply {
  if (files) return filesSupply(files, CONFIG_PATH);
  if (origin.kind === 'files')
    throw new ModelSourceError(`${id} came from files on disk: choose them again to repair it`);
  return networkSupply(origin.url, libraryOf({ library }), fetch);
}

/** Where a model's library was fetched, if it was. */
function libraryOf(record: Pick<ModelRecord, 'library'> | null): LibraryAddress | null {
  const url = record?.library?.url;
  return url ? { url } : null;
}

/** A name that can stand in a file system. */
function modelId(name: string): string {
  const id = name.replace(/[^\w.-]+/g, '-').replace(/^[.-]+|-+$/g, '');
  if (id === '') throw new ModelSourceError('the model has no name; give it one');
  return id;
}
