import type { Engine, EngineEvent, Prompt, Request } from '../../src/llm/engine.ts';
import { loadEngine } from '../../src/llm/load.ts';
import { type ExecutorOptions, openExecutor } from '../../src/llm/open-executor.ts';
import { type RolePack, RolePackError, readRolePack } from '../../src/roles/pack.ts';
import { CATALOGUE_PATH } from '../../src/weights/catalogue.ts';
import { openRepository } from '../../src/weights/repository.ts';
import type { Source } from '../../src/weights/source.ts';
import { sha256 } from '../sha256.ts';

/** The last logits that are wanted. */
export interface LogitsTask {
  kind: 'logits';
  tokens: number[];
}

/** Answers that are wanted: the same request for each seed. */
export interface GenerateTask {
  kind: 'generate';
  prompt: Prompt;
  seeds: number[];
  options: Omit<Request, 'id' | 'role' | 'prompt' | 'seed'>;
}

export interface LogitsResult {
  executor: string;
  adapter: string;
  logits: number[];
}

export interface Answer extends Pick<Extract<EngineEvent, { type: 'end' }>, 'reason' | 'usage' | 'measured'> {
  seed: number;
  text: string;
  tokens: number[];
  logprobs?: Extract<EngineEvent, { type: 'token' }>['logprobs'];
}

export interface GenerateResult {
  model: string;
  executor: string;
  adapter: string;
  kernels: string;
  role: string | null;
  answers: Answer[];
}

/** A request that the engine could not run; the name is that of its error. */
class RequestError extends Error {
  constructor(
    override readonly name: string,
    message: string,
  ) {
    super(message);
  }
}

/** Logits after the last token, under a role's pack where one is given. Runs in Node and in a page alike. */
export async function computeLogits(
  source: Source,
  { tokens }: LogitsTask,
  packFile: Uint8Array | null,
  options: ExecutorOptions,
): Promise<LogitsResult> {
  const repository = await openRepository(source);
  const pack = packFile && packFor(readRolePack(packFile), repository.manifest.baseHash);
  const executor = await openExecutor(repository, options);
  try {
    if (pack) await executor.edit(pack, 1);
    const sequence = executor.create();
    const [logits] = await executor.step([{ sequence, tokens }]);
    return { executor: executor.kind, adapter: executor.adapter, logits: [...logits] };
  } finally {
    executor.dispose();
  }
}

/** Answers, one a seed, as one batch. `onText` is told of the text as it comes. Runs in Node and in a page alike. */
export async function generate(
  source: Source,
  task: GenerateTask,
  packFile: Uint8Array | null,
  options: ExecutorOptions,
  onText: (answer: number, text: string) => void = () => {},
  signal: AbortSignal = new AbortController().signal,
): Promise<GenerateResult> {
  const engine = await loadEngine(packFile ? await withPack(source, packFile) : source, options, signal);
  try {
    const role = packFile ? engine.info.packs[0].role : null;
    const { model, executor, adapter, kernels } = engine.info;
    const requests = task.seeds.map(
      (seed, i): Request => ({ ...task.options, id: `${i}`, role, prompt: task.prompt, seed }),
    );
    const answers = await collect(engine, requests, onText, signal);
    return { model, executor, adapter, kernels, role, answers };
  } finally {
    await engine.dispose();
  }
}

async function collect(
  engine: Engine,
  requests: Request[],
  onText: (answer: number, text: string) => void,
  signal: AbortSignal,
): Promise<Answer[]> {
  const answers: Partial<Answer>[] = requests.map(({ seed }) => ({ seed, text: '', tokens: [] }));
  for await (const event of engine.submit(requests, signal)) {
    if (event.type === 'error') throw new RequestError(event.name, event.message);
    if (event.type === 'role') continue;
    const answer = answers[Number(event.request)];
    if (event.type === 'end') {
      const { reason, usage, measured } = event;
      Object.assign(answer, { reason, usage, measured });
      continue;
    }
    answer.text += event.text;
    answer.tokens!.push(...event.tokens);
    if (event.logprobs) answer.logprobs = [...(answer.logprobs ?? []), ...event.logprobs];
    onText(Number(event.request), event.text);
  }
  return answers as Answer[];
}

/** A repository that lists one pack alone, whose file may lie anywhere. */
async function withPack(source: Source, file: Uint8Array): Promise<Source> {
  const { manifest, catalogue } = await openRepository(source);
  const { role, promptHash } = packFor(readRolePack(file), manifest.baseHash);
  const bytes = Uint8Array.from(file);
  const path = 'given.safetensors';
  const record = { role, file: path, sha256: sha256(bytes), promptHash, bytes: bytes.length };
  const listing = new TextEncoder().encode(JSON.stringify({ ...catalogue, packs: [record] }));
  const own = new Map([
    [path, bytes],
    [CATALOGUE_PATH, listing],
  ]);
  return { name: source.name, read: async (name, ...more) => own.get(name) ?? source.read(name, ...more) };
}

function packFor(pack: RolePack, baseHash: string): RolePack {
  if (pack.baseHash === baseHash) return pack;
  throw new RolePackError(
    `the ${pack.role} pack was made for ${pack.base} with other weights; pack it again for this base`,
  );
}
