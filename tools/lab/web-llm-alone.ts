import { MLCEngine } from '@mlc-ai/web-llm';
import { FILES_BELOW, MANIFEST_NAMES } from '../../src/llm/mlc/internals.ts';
import { type Repository, readFile } from '../../src/weights/repository.ts';
import { webLlmHost } from '../../workers/llm/web-llm.ts';

const ADDRESS = 'https://alone.invalid/';

/** web-llm as its own users have it: its tokenizer, its loop, its one sequence. Only the files come from us. */
export async function webLlmAlone({ source, manifest }: Repository, library: string) {
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
  return {
    /** Loads the model anew, as web-llm does to change models. */
    load,
    /** The greedy answer of so many tokens to one message. */
    async write(content: string, tokens: number): Promise<string> {
      const { choices } = await engine.chat.completions.create({
        messages: [{ role: 'user', content }],
        ...{ temperature: 0, max_tokens: tokens, ignore_eos: true },
      });
      return choices[0].message.content ?? '';
    },
    /** The same by its own clock: milliseconds to the first token, and tokens a second after it. */
    async timed(content: string, tokens: number): Promise<{ first: number; tokensPerSecond: number }> {
      const { usage } = await engine.chat.completions.create({
        messages: [{ role: 'user', content }],
        ...{ temperature: 0, max_tokens: tokens, ignore_eos: true },
      });
      const { time_to_first_token_s, decode_tokens_per_s } = usage!.extra;
      return { first: time_to_first_token_s * 1000, tokensPerSecond: decode_tokens_per_s };
    },
    close: () => engine.unload(),
  };
}
