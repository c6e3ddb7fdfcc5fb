import type { LoadedEngine } from '../../src/llm/build-pack.ts';
import { createEngine } from '../../src/llm/create-engine.ts';
import type { EngineEvent, Request } from '../../src/llm/engine.ts';
import type { Executor } from '../../src/llm/executor.ts';
import { LastingExecutor } from '../../src/llm/lasting-executor.ts';
import { MlcModel } from '../../src/llm/mlc/model.ts';
import { createTokenizer } from '../../src/llm/tokenizer.ts';
import { openDevice } from '../../src/llm/wgsl/device.ts';
import { GpuModel } from '../../src/llm/wgsl/executor.ts';
import type { Gpu } from '../../src/llm/wgsl/gpu.ts';
import { fetchSource } from '../../src/weights/fetch-source.ts';
import {
  type AnyRepository,
  openAnyRepository,
  openRepository,
  readFile,
  readTensors,
} from '../../src/weights/repository.ts';
import type { Source } from '../../src/weights/source.ts';
import { webLlmHost } from '../../workers/llm/web-llm.ts';
import { type Kept, keepAndDamage } from './kept.ts';
import { type Rows, script } from './script.ts';
import { switchRoles } from './switch-roles.ts';
import { webLlmAlone } from './web-llm-alone.ts';

const LIBRARY = 'library.wasm';
/** Kernels of our own that every adapter runs, and that take no time to compile. */
const OWN = { precision: 'f32', lanes: 16, subgroups: false, tiles: 'narrow' } as const;
const CONTEXT = 256;
const { gpu = null } = navigator as { gpu?: Gpu };

/** What a test of the lab asks in the page. One model is loaded, and kept for all of them. */
class Lab {
  private repository: AnyRepository | null = null;
  private model: MlcModel | null = null;
  private loads = 0;
  private executor: Executor | null = null;
  private engine: LoadedEngine | null = null;
  private readonly rows = new Map<string, Rows>();

  constructor(private readonly url: string) {}

  /** Loads the library; gives the ways in which it can compute. */
  async load(): Promise<{ passes: string[]; adapter: string; parameters: number }> {
    this.repository = await openAnyRepository(this.source());
    this.model = await this.loadModel();
    const { shards } = this.repository.manifest;
    return {
      passes: this.model.passes,
      adapter: this.model.device.name,
      parameters: shards.flatMap(({ tensors }) => tensors).length,
    };
  }

  /** Computes the script on our own kernels, which are given back. */
  async own(): Promise<void> {
    const device = (await openDevice(gpu))!;
    const repository = await openRepository(this.source());
    const model = await GpuModel.load(device, repository.config.model, readTensors(repository));
    const executor = await model.executor(OWN);
    this.rows.set('own', await script(executor));
    executor.dispose();
  }

  /** Computes the script in the library, once. */
  async compute(passes: 'batched' | 'single'): Promise<void> {
    if (this.rows.has(passes)) return;
    const executor = await this.model!.executor(passes);
    this.rows.set(passes, await script(executor));
    executor.free();
  }

  /** How far the logits of each of the script's steps lie apart, and how many likeliest tokens really differ. */
  compare(one: string, other: string): { largest: number; distance: number; otherTokens: number } {
    let [largest, distance, otherTokens] = [0, 0, 0];
    const [a, b] = [this.rows.get(one)!, this.rows.get(other)!];
    a.forEach((row, i) => {
      let apart = 0;
      row.forEach((value, token) => {
        largest = Math.max(largest, Math.abs(value));
        apart = Math.max(apart, Math.abs(value - b[i][token]));
      });
      distance = Math.max(distance, apart);
      const { best, lead } = likeliest(row);
      if (lead > 2 * apart && best !== likeliest(b[i]).best) otherTokens++;
    });
    return { largest, distance, otherTokens };
  }

  /** Puts packs on and off the weights in place; see `switchRoles`. */
  async roles() {
    const executor = await this.model!.executor(this.model!.passes[0]);
    try {
      return await switchRoles(executor, await openRepository(this.source()));
    } finally {
      executor.free();
    }
  }

  /** Opens the engine on the library, which is loaded again when its GPU is lost. */
  async openEngine(): Promise<void> {
    const [passes] = this.model!.passes;
    const { source, config, manifest } = this.repository!;
    this.executor = new LastingExecutor(await this.model!.executor(passes), async () => {
      this.model = await this.loadModel();
      return this.model.executor(passes);
    });
    this.engine = await createEngine({
      executor: this.executor,
      adapter: this.executor.adapter,
      tokenizer: createTokenizer(await readFile(source, 'tokenizer.json')),
      template: config.template,
      thinking: null,
      base: { model: 'lab', baseHash: manifest.baseHash, config: config.model },
      trainedOn: null,
      ...{ parameters: 0, weightBytes: 0, packs: new Map(), guessing: false },
    });
  }

  /** Submits requests; `then` is done at the first token: nothing, an abort, or the loss of the GPU. */
  async ask(requests: Request[], then: 'nothing' | 'abort' | 'lose' = 'nothing') {
    const controller = new AbortController();
    const answers: Record<string, { text: string; ended: string }> = {};
    let first = true;
    for await (const event of this.engine!.submit(requests, controller.signal)) {
      if (event.type === 'token' && first) {
        first = false;
        if (then === 'abort') controller.abort();
        if (then === 'lose') this.model!.device.gpu.destroy();
      }
      take(answers, event);
    }
    return { answers, loads: this.loads };
  }

  /** What web-llm itself writes, with the same weights and nothing of ours but the files. */
  async webLlm(prompt: string, tokens: number): Promise<string> {
    const alone = await webLlmAlone(this.repository!, LIBRARY);
    const text = await alone.write(prompt, tokens);
    await alone.close();
    return text;
  }

  /** Loads the model with a file changed, and gives the name and message of the error. */
  async damaged(path: string, change: 'flip' | 'cut' | 'page'): Promise<string> {
    const source = this.source();
    const repository: AnyRepository = {
      ...this.repository!,
      source: {
        ...source,
        async read(asked, signal) {
          const bytes = await source.read(asked, signal);
          if (asked !== path || !bytes) return bytes;
          if (change === 'page') return new TextEncoder().encode('<!doctype html>');
          if (change === 'cut') return bytes.slice(0, bytes.length >> 1);
          return bytes.with(bytes.length >> 1, bytes[bytes.length >> 1] ^ 1) as Uint8Array<ArrayBuffer>;
        },
      },
    };
    try {
      (await MlcModel.load(repository, { library: LIBRARY, gpu, host: webLlmHost })).dispose();
    } catch (error) {
      const { name, message } = error as Error;
      return `${name}: ${message}`;
    }
    return 'loaded';
  }

  /** Keeps the model on the device and loads it from there, whole, damaged and repaired. */
  kept(): Promise<Kept> {
    return keepAndDamage(this.url, LIBRARY);
  }

  close(): void {
    if (this.engine) void this.engine.dispose();
    else this.model?.dispose();
  }

  private source(): Source {
    return fetchSource(this.url, (url, init) => fetch(url, init));
  }

  private async loadModel(): Promise<MlcModel> {
    this.loads++;
    const options = { library: LIBRARY, gpu, host: webLlmHost, contextLength: CONTEXT };
    return MlcModel.load(this.repository!, options);
  }
}

/** The likeliest token, and how far its logit lies above the next one's. */
function likeliest(logits: Float32Array): { best: number; lead: number } {
  let [best, first, second] = [-1, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  logits.forEach((value, token) => {
    if (value > first) [best, first, second] = [token, value, first];
    else second = Math.max(second, value);
  });
  return { best, lead: first - second };
}

function take(answers: Record<string, { text: string; ended: string }>, event: EngineEvent): void {
  if (event.type === 'role' || event.request === null) return;
  const answer = answers[event.request] ?? { text: '', ended: '' };
  answers[event.request] = answer;
  if (event.type === 'token') answer.text += event.text;
  else answer.ended = event.type === 'end' ? event.reason : `${event.name}: ${event.message}`;
}

export type { Lab };

Object.assign(globalThis, { openLab: (url: string) => new Lab(url) });
