import { expose } from '../src/bridge.ts';
import { createModelStore, type LocalStore } from '../src/models/create-store.ts';
import { openFolders } from '../src/models/storage.ts';
import { outsideFetch } from '../src/outside/outside-fetch.ts';
import type { ModelsWorker } from '../src/remote-models.ts';

let opened: Promise<LocalStore> | null = null;

/** Opened when it is first wanted; one that could not be is tried again. */
function store(): Promise<LocalStore> {
  opened ??= openFolders().then(createModelStore);
  opened.catch(() => {
    opened = null;
  });
  return opened;
}

const api: ModelsWorker = {
  list: async () => (await store()).list(),
  space: async () => (await store()).space(),
  remove: async (id) => (await store()).remove(id),
  async download(wanted, signal, pass, sentOn) {
    const fetch = (url: string, init: RequestInit) => outsideFetch({ pass, sentOn }, 'a model', url, init);
    return (await store()).download(wanted, fetch, signal);
  },
  bring: async (files, signal, id) => (await store()).bring(files, signal, id),
  check: async (id, signal) => (await store()).check(id, signal),
  async repair(id, signal, files, pass, sentOn) {
    const fetch = (url: string, init: RequestInit) => outsideFetch({ pass, sentOn }, 'a model', url, init);
    return (await store()).repair(id, fetch, signal, files);
  },
};

expose(api);
