import { fileSource } from '../../file-source.ts';
import type { SourceFile } from '../../judge/import/source.ts';

/** The files of a drop, folders included: a folder’s own name is the first part of its paths. Must be called within the drop event, while its items are readable. */
export async function readDropped(transfer: DataTransfer): Promise<SourceFile[]> {
  return (await droppedFiles(transfer)).map(fileSource);
}

/** The same as paths and files. */
export async function droppedFiles(transfer: DataTransfer): Promise<[path: string, file: File][]> {
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const files: [string, File][] = [];
  for (const entry of entries) await collect(entry, '', files);
  return files;
}

/** The files of an `<input type="file">`, of a chosen folder too. */
export function readChosen(list: FileList): SourceFile[] {
  return chosenFiles(list).map(fileSource);
}

/** The same as paths and files. */
export function chosenFiles(list: FileList): [path: string, file: File][] {
  return [...list].map((file) => [file.webkitRelativePath || file.name, file]);
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
