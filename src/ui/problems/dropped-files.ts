/** Files by path, as the importers read them; a dropped folder's own name is the first part of its paths. */
export type NamedFiles = Map<string, Uint8Array>;

/** More than this is no problem package, and would only fill the page's memory. */
const MOST_BYTES = 200e6;

export class TooLargeError extends Error {
  override name = 'TooLargeError';
  constructor() {
    super(`These files hold more than ${MOST_BYTES / 1e6} MB. Drop one problem at a time.`);
  }
}

/** The files of a drop, folders included. Must be called within the drop event, while its items are readable. */
export async function readDropped(transfer: DataTransfer): Promise<NamedFiles> {
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const files: [string, File][] = [];
  for (const entry of entries) await collect(entry, '', files);
  return readAll(files);
}

/** The files of an `<input type="file">`, of a chosen folder too. */
export function readChosen(list: FileList): Promise<NamedFiles> {
  return readAll([...list].map((file) => [file.webkitRelativePath || file.name, file]));
}

async function collect(entry: FileSystemEntry, folder: string, files: [string, File][]): Promise<void> {
  const path = folder + entry.name;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    files.push([path, file]);
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  // A reader gives its entries in portions; an empty one is the end.
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (portion.length === 0) return;
    for (const inner of portion) await collect(inner, `${path}/`, files);
  }
}

async function readAll(files: [string, File][]): Promise<NamedFiles> {
  const size = files.reduce((sum, [, file]) => sum + file.size, 0);
  if (size > MOST_BYTES) throw new TooLargeError();
  const read = files.map(async ([path, file]) => [path, new Uint8Array(await file.arrayBuffer())] as const);
  return new Map(await Promise.all(read));
}
