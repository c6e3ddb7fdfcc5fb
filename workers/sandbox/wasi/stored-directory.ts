import { Directory, Inode, PreopenDirectory, wasi } from '@bjorn3/browser_wasi_shim';
import { type Quota, StoredFile } from './stored-file.ts';

/** A folder in memory whose new files are stored ones, all of one quota. */
export class StoredDirectory extends Directory {
  readonly #quota: Quota;

  constructor(quota: Quota) {
    super(new Map());
    this.#quota = quota;
  }

  /** Puts a file there, by its path below this folder; folders on the way are made. */
  put(path: string, content: Uint8Array): void {
    const steps = stepsOf(path);
    const name = steps.pop()!;
    this.folder(steps).contents.set(name, new StoredFile(content, this.#quota));
  }

  /** The folder at these steps below this one, made if it is not there. */
  folder(steps: readonly string[]): Directory {
    let folder: Directory = this;
    for (const step of steps) {
      const found = folder.contents.get(step);
      const next = found instanceof Directory ? found : new StoredDirectory(this.#quota);
      if (next !== found) folder.contents.set(step, next);
      folder = next;
    }
    return folder;
  }

  /** What is at a path below this folder, or null. */
  find(path: string): Inode | null {
    let found: Inode | undefined = this;
    for (const step of stepsOf(path)) {
      found = found instanceof Directory ? found.contents.get(step) : undefined;
    }
    return found ?? null;
  }

  override parent_ino(): bigint {
    return Inode.root_ino();
  }

  override create_entry_for_path(path: string, isFolder: boolean): { ret: number; entry: Inode | null } {
    const steps = stepsOf(path);
    const name = steps.pop();
    const folder = this.find(steps.join('/'));
    if (name === undefined || !(folder instanceof Directory)) return { ret: wasi.ERRNO_NOENT, entry: null };
    if (folder.contents.has(name)) return { ret: wasi.ERRNO_EXIST, entry: null };
    const entry = isFolder ? new StoredDirectory(this.#quota) : new StoredFile(new Uint8Array(), this.#quota);
    folder.contents.set(name, entry);
    return { ret: wasi.ERRNO_SUCCESS, entry };
  }
}

/** The names on the way, with `.` and `..` worked out. */
function stepsOf(path: string): string[] {
  const steps: string[] = [];
  for (const step of path.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return steps;
}

/** The root of a program's files, which it starts in. */
export class RootDirectory extends PreopenDirectory {
  constructor(root: StoredDirectory) {
    super('/', new Map());
    this.dir = root;
  }
}
