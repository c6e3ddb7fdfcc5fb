import { MLCEngine } from '@mlc-ai/web-llm';
import { FILES_BELOW, MANIFEST_NAMES } from '../../src/llm/mlc/internals.ts';
import { type AnyRepository, readFile } from '../../src/weights/repository.ts';
import { webLlmHost } from '../../workers/llm/web-llm.ts';

const ADDRESS = 'https://alone.invalid/';

/** web-llm as its own users have it: its tokenizer, its loop, its one sequence. Only the files come from us. */
export async function webLlmAlone({ source, manifest }: AnyRepository, library: string) {
  const files = new Map<string, () => Promise<Uint8Array<ArrayBuffer>>>();
  const names = [library, 'mlc-chat-config.json', 'tokenizer.json'];
  for (const path of [...names, ...manifest.shards.map(({ dataPath }) => dataPath)])
    files.set(ADDRESS + FILES_BELOW + path, () => readFile(source, path));
  for (const name of MANIFEST_NAMES)
    files.set(ADDRESS + FILES_BELOW + name, () => readFile(source, manifest.path));
  const record = { model: ADDRESS, model_id: 'alone', model_lib: ADDRESS + FILES_BELOW + library };
  const engine = new MLCEngine({ appConfig: { model_list: [record] }, logLevel: 'SILENT' });
  const load = () => webLlmHost.serving(files, () => engine.reload('alone', { context_window_size: 256 }));
  await load();
  const complete = (prompt: string, max_tokens: number) =>
    engine.completions.create({ prompt, max_tokens, temperature: 0, ignore_eos: true });
  return {
    /** Loads the model anew, as web-llm does to change models. */
    load,
    /** The greedy continuation of a text by so many tokens. */
    write: async (prompt: string, tokens: number): Promise<string> =>
      (await complete(prompt, tokens)).choices[0].text,
    /** The same by its own clock: milliseconds to the first token, and tokens a second after it. */
    async timed(prompt: string, tokens: number): Promise<{ first: number; tokensPerSecond: number }> {
      const { time_to_first_token_s, decode_tokens_per_s } = (await complete(prompt, tokens)).usage!.extra;
      return { first: time_to_first_token_s * 1000, tokensPerSecond: decode_tokens_per_s };
    },
    close: () => engine.unload(),
  };
}
