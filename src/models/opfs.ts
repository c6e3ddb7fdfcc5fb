import type { ModelFolders } from './folders.ts';

const ROOT = 'quartet-models';

/** Keeps models in the origin's private file system: a folder a model. */
export async function opfsFolders(): Promise<ModelFolders> {
  const root = await (await navigator.storage.getDirectory()).getDirectoryHandle(ROOT, { create: true });
  return {
    backend: 'opfs',
    async models() {
      const names: string[] = [];
      for await (const [name, handle] of root.entries()) if (handle.kind === 'directory') names.push(name);
      return names.sort();
    },
    async sizes(model) {
      const sizes = new Map<string, number>();
      const folder = await whenFound(root.getDirectoryHandle(model));
      if (folder) await measure(folder, '', sizes);
      return sizes;
    },
    async read(model, path) {
      const handle = await findFile(root, model, path);
      return handle && whenFound(handle.getFile());
    },
    async write(model, path, chunks) {
      const { folders, name } = placeOf(model, path);
      let folder = root;
      for (const part of folders) folder = await folder.getDirectoryHandle(part, { create: true });
      const handle = await folder.getFileHandle(name, { create: true });
      let writable: FileSystemWritableFileStream | null = null;
      try {
        // What is written goes to a file beside it, which takes its place when it is closed.
        writable = await handle.createWritable();
        for await (const chunk of chunks) await writable.write(chunk);
        await writable.close();
      } catch (error) {
        await writable?.abort().catch(() => {});
        const left = await handle.getFile().catch(() => null);
        if (left?.size === 0) await folder.removeEntry(name).catch(() => {});
        // On a full disk not even the empty file is there, though it was made a moment ago.
        if (!left && isNotFound(error)) throw new DOMException('the disk is full', 'QuotaExceededError');
        throw error;
      }
    },
    async remove(model, path) {
      const { folders, name } = placeOf(model, path);
      const folder = await findFolder(root, folders);
      if (folder) await whenFound(folder.removeEntry(name));
    },
    async removeModel(model) {
      await whenFound(root.removeEntry(model, { recursive: true }));
    },
  };
}

async function measure(
  folder: FileSystemDirectoryHandle,
  above: string,
  sizes: Map<string, number>,
): Promise<void> {
  for await (const [name, handle] of folder.entries()) {
    if (isFolder(handle)) await measure(handle, `${above}${name}/`, sizes);
    else {
      const file = await whenFound((handle as FileSystemFileHandle).getFile());
      if (file) sizes.set(above + name, file.size);
    }
  }
}

const isFolder = (handle: FileSystemHandle): handle is FileSystemDirectoryHandle =>
  handle.kind === 'directory';

function placeOf(model: string, path: string): { folders: string[]; name: string } {
  const parts = [model, ...path.split('/')];
  return { folders: parts.slice(0, -1), name: parts.at(-1)! };
}

async function findFolder(
  root: FileSystemDirectoryHandle,
  names: string[],
): Promise<FileSystemDirectoryHandle | null> {
  let folder: FileSystemDirectoryHandle | null = root;
  for (const name of names) folder = folder && (await whenFound(folder.getDirectoryHandle(name)));
  return folder;
}

async function findFile(
  root: FileSystemDirectoryHandle,
  model: string,
  path: string,
): Promise<FileSystemFileHandle | null> {
  const { folders, name } = placeOf(model, path);
  const folder = await findFolder(root, folders);
  return folder && whenFound(folder.getFileHandle(name));
}

/** What is not there is null; every other failure stays one. */
async function whenFound<T>(found: Promise<T>): Promise<T | null> {
  try {
    return await found;
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}

const isNotFound = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'NotFoundError';
