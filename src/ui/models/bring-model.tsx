import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { BroughtFile } from '../../models/store.ts';
import { CATALOGUE_PATH, parseCatalogue } from '../../weights/catalogue.ts';
import { CONFIG_PATH } from '../../weights/config.ts';
import { useApp } from '../app-state.ts';
import { chosenFiles, droppedFiles } from '../problems/dropped-files.ts';
import { runModelJob } from './jobs.ts';

/** Takes a model from a folder on disk, or from an address. */
export function BringModel({ changed }: { changed(): void }): VNode {
  const app = useApp();
  const [over, setOver] = useState(false);
  const [address, setAddress] = useState('');
  const [library, setLibrary] = useState('');
  const bring = (read: () => Promise<[string, File][]> | [string, File][]) =>
    void (async () => {
      const files = (await read()).map(([path, file]) => ({ path, file }));
      const id = await nameOf(files);
      await runModelJob(id, 'Importing', (signal) => app.models.bring(files, signal, id));
      changed();
    })().catch((error: Error) => app.trouble.set(error));
  const download = (url: string) => {
    const id = url
      .replace(/\/+$/, '')
      .replace(/\/(tree|resolve)\/[^/]+$/, '')
      .split('/')
      .at(-1)!;
    const wanted = { url, id, ...(library.trim() !== '' && { library: { url: library.trim() } }) };
    void runModelJob(id, 'Downloading', (signal) => app.models.download(wanted, signal)).then(changed);
  };
  return (
    <section
      class={`drop-area ${over ? 'over' : ''}`}
      aria-labelledby="bring-model"
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        // The drop's items can be read within the event alone.
        const files = event.dataTransfer && droppedFiles(event.dataTransfer);
        if (files) bring(() => files);
      }}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
    >
      <h2 id="bring-model">Bring another</h2>
      <p class="soft">
        A folder in MLC's format: mlc-chat-config.json, tensor-cache.json or ndarray-cache.json, its shards
        and tokenizer.json, with its compiled library (.wasm) where it has one; Qwen2 and Qwen3 run without.
        Drop it here, choose it, or say where it can be downloaded: a Hugging Face page, a mirror, any folder
        on the web.
      </p>
      <div class="choosers">
        <label class="button">
          Choose a model's folder
          <input
            type="file"
            class="hidden-label"
            {...{ webkitdirectory: true }}
            onChange={({ currentTarget: input }) => {
              const files = input.files?.length ? chosenFiles(input.files) : null;
              if (files) bring(() => files);
              input.value = '';
            }}
          />
        </label>
        <form
          class="address"
          onSubmit={(event) => {
            event.preventDefault();
            if (address.trim() !== '') download(address.trim());
          }}
        >
          <input
            type="text"
            inputMode="url"
            aria-label="Address of a model"
            placeholder="OWNER/NAME or https://…"
            value={address}
            onInput={({ currentTarget }) => setAddress(currentTarget.value)}
          />
          <input
            type="url"
            aria-label="Address of its compiled library"
            placeholder="its library, https://… .wasm"
            value={library}
            onInput={({ currentTarget }) => setLibrary(currentTarget.value)}
          />
          <button type="submit">Download</button>
        </form>
      </div>
    </section>
  );
}

/** The name that its own files give a model, by which runs record it; its folder's where they give none. */
async function nameOf(files: readonly BroughtFile[]): Promise<string> {
  const catalogue = files.find(({ path }) => path.split('/').at(-1) === CATALOGUE_PATH);
  if (catalogue) {
    const bytes = new Uint8Array(await catalogue.file.arrayBuffer());
    // What is wrong with it is told when the model is imported.
    const named = await Promise.resolve(bytes)
      .then(parseCatalogue)
      .catch(() => null);
    if (named) return named.model;
  }
  const config = files.find(({ path }) => path.endsWith(CONFIG_PATH)) ?? files[0];
  return config?.path.split('/').at(-2) ?? 'imported-model';
}
