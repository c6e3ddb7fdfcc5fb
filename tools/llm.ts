import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Message, Prompt } from '../src/llm/engine.ts';
import { openRepository } from '../src/weights/repository.ts';
import { readArguments, runCommand, UsageError } from './command-line.ts';
import { folderSource } from './folder-source.ts';
import type { RunTask } from './llm/page.ts';
import {
  computeLogits,
  type GenerateResult,
  type GenerateTask,
  generate,
  type LogitsResult,
  type LogitsTask,
} from './llm/tasks.ts';

const USAGE = `Usage:
  npm run llm -- generate --mlc DIR (--prompt TEXT | --chat FILE | --tokens 1,2,3) [options]
  npm run llm -- logits   --mlc DIR --tokens 1,2,3 [--role PACK] [--executor E] --json

generate prints what a model answers; logits prints {"executor", "adapter", "logits"} of the last position.

  --mlc          folder of a model in MLC's format, e.g. public/models/quartet-tiny
  --prompt       text as it is; --chat: a JSON file of messages, [{"role": "user", "content": "…"}]; --tokens: as given
  --role         a role pack's file, or the name of a role that the model lists
  --executor     cpu, or wgsl in headless Chromium, on the machine's GPU or a software one (default cpu)
  --n            answers, each with the next seed (default 1)
  --max          tokens of an answer at most (default 256)
  --temperature  0 takes the likeliest token (default 0)
  --top-p, --top-k, --repetition-penalty   (default 1, 0, 1: off)
  --seed         of the first answer (default 0)
  --grammar      file with an EBNF grammar that the answer is held to
  --stop         text that ends an answer; may be given several times
  --logprobs     with --json: log-probabilities, with those of so many likeliest tokens
  --json         the result as one line of JSON

Exit status: 0, or 2 if nothing could be computed.
`;

/** Errors that say all a person needs. */
const EXPECTED = [
  ...['WeightsError', 'RolePackError', 'EngineError', 'GrammarError', 'ContextOverflowError'],
  ...['DeviceLostError', 'AbortError'],
];

const text = { type: 'string' } as const;
const OPTIONS = {
  ...{ mlc: text, prompt: text, chat: text, tokens: text, role: text, executor: text, n: text, max: text },
  ...{ temperature: text, 'top-p': text, 'top-k': text, 'repetition-penalty': text, seed: text },
  ...{ grammar: text, logprobs: text },
  stop: { type: 'string', multiple: true },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Values = ReturnType<typeof given>['values'];

function given() {
  return readArguments({ allowPositionals: true, options: OPTIONS });
}

function number(values: Values, name: keyof Values, fallback: number, least: number, most: number): number {
  const value = values[name] === undefined ? fallback : Number(values[name]);
  if (!(value >= least && value <= most) || values[name] === '')
    throw new UsageError(`--${name} takes a number from ${least} to ${most}, not “${values[name]}”.`);
  return value;
}

function whole(values: Values, name: keyof Values, fallback: number, least: number, most: number): number {
  const value = number(values, name, fallback, least, most);
  if (!Number.isInteger(value))
    throw new UsageError(`--${name} takes a whole number, not “${values[name]}”.`);
  return value;
}

function readTokens(list: string): number[] {
  const tokens = list.split(',').map((part) => (/^\s*\d+\s*$/.test(part) ? Number(part) : Number.NaN));
  if (tokens.some(Number.isNaN)) throw new UsageError(`--tokens takes numbers like 1,2,3, not “${list}”.`);
  return tokens;
}

/** A file's text. */
async function read(option: string, path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`--${option} ${path} cannot be read: ${error.message}`);
  });
}

async function readChat(path: string): Promise<Message[]> {
  let messages: unknown;
  try {
    messages = JSON.parse(await read('chat', path));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`--chat ${path} is not JSON: ${(error as Error).message}`);
  }
  const roles = ['system', 'user', 'assistant'];
  const sound =
    Array.isArray(messages) &&
    messages.length > 0 &&
    messages.every((one) => roles.includes(one?.role) && typeof one?.content === 'string');
  if (!sound) {
    const wanted = '[{"role": "system", "user" or "assistant", "content": "…"}, …]';
    throw new UsageError(`--chat ${path} is no list of messages, ${wanted}`);
  }
  return messages as Message[];
}

async function readPrompt(values: Values): Promise<Prompt> {
  const ways = [values.prompt, values.chat, values.tokens].filter((way) => way !== undefined);
  if (ways.length !== 1) throw new UsageError('Give one of --prompt, --chat and --tokens.');
  if (values.tokens !== undefined) return { tokens: readTokens(values.tokens) };
  return values.chat === undefined ? { text: values.prompt! } : { messages: await readChat(values.chat) };
}

async function readTask(command: string | undefined, values: Values): Promise<LogitsTask | GenerateTask> {
  if (command === 'logits') {
    if (values.tokens === undefined) throw new UsageError('logits needs --tokens.');
    if (!values.json) throw new UsageError('logits prints JSON alone; add --json.');
    return { kind: 'logits', tokens: readTokens(values.tokens) };
  }
  if (command !== 'generate')
    throw new UsageError(`There is no command “${command ?? ''}”; say generate or logits.`);
  const n = whole(values, 'n', 1, 1, 256);
  const seed = whole(values, 'seed', 0, 0, 2 ** 32 - 1);
  return {
    kind: 'generate',
    prompt: await readPrompt(values),
    seeds: Array.from({ length: n }, (_, i) => (seed + i) % 2 ** 32),
    options: {
      maxTokens: whole(values, 'max', 256, 1, 1e6),
      temperature: number(values, 'temperature', 0, 0, 100),
      topP: number(values, 'top-p', 1, 0, 1),
      topK: whole(values, 'top-k', 0, 0, 1e6),
      repetitionPenalty: number(values, 'repetition-penalty', 1, 0.01, 100),
      stop: values.stop ?? [],
      ...(values.grammar !== undefined && { grammar: await read('grammar', values.grammar) }),
      ...(values.logprobs !== undefined && { logprobs: whole(values, 'logprobs', 0, 0, 1000) }),
    },
  };
}

/** A pack's bytes, from a file or by the name of a role. */
async function readPack(mlc: string, role: string | undefined): Promise<Uint8Array | null> {
  if (role === undefined) return null;
  const { catalogue } = await openRepository(folderSource(mlc));
  const listed = catalogue.packs.find((pack) => pack.role === role);
  const path = listed ? join(mlc, listed.file) : role;
  const file = await readFile(path).catch(() => null);
  if (file) return new Uint8Array(file);
  const known = catalogue.packs.map((pack) => pack.role).join(', ') || 'none';
  throw new UsageError(`--role ${role} is no file, and no role that ${mlc} lists (${known}).`);
}

async function run(task: LogitsTask | GenerateTask, values: Values): Promise<LogitsResult | GenerateResult> {
  const mlc = values.mlc!;
  const pack = await readPack(mlc, values.role);
  if (values.executor === 'wgsl') return runInPage(task, mlc, pack);
  const options = { executor: 'cpu' };
  if (task.kind === 'logits') return computeLogits(folderSource(mlc), task, pack, options);
  const live = !values.json && task.seeds.length === 1;
  const onText = (_: number, part: string) => void (live && process.stdout.write(part));
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort());
  return generate(folderSource(mlc), task, pack, options, onText, controller.signal);
}

/** WebGPU stands in a browser: the same code runs in a page of headless Chromium. */
async function runInPage(
  task: LogitsTask | GenerateTask,
  mlc: string,
  pack: Uint8Array | null,
): Promise<LogitsResult | GenerateResult> {
  const { openGpuPage } = await import('./gpu-page.ts');
  const { page, modelUrl, close } = await openGpuPage('./llm/page.ts', mlc);
  try {
    return await page.evaluate(
      ([given, url, bytes]) => (globalThis as unknown as { runTask: RunTask }).runTask(given, url, bytes),
      [task, modelUrl, pack && [...pack]] as const,
    );
  } catch (error) {
    // The page's error comes as text: "page.evaluate: EngineError: what was wrong", and its stack.
    const [, name, message] = /^page\.evaluate: (\w+): ([^\n]*)/.exec((error as Error).message) ?? [];
    if (!EXPECTED.includes(name)) throw error;
    throw Object.assign(new Error(message), { name });
  } finally {
    await close();
  }
}

function print(result: LogitsResult | GenerateResult, json: boolean): void {
  if (json || 'logits' in result) return void process.stdout.write(`${JSON.stringify(result)}\n`);
  const several = result.answers.length > 1;
  const live = !several && result.executor === 'cpu';
  for (const { seed, text: written } of result.answers) {
    if (several) process.stdout.write(`--- seed ${seed}\n`);
    process.stdout.write(live ? '\n' : `${written}\n`);
  }
}

await runCommand(
  USAGE,
  async () => {
    const { values, positionals } = given();
    if (values.help) return null;
    if (positionals.length > 1)
      throw new UsageError(`“${positionals[1]}” is too much; quote a --prompt of several words.`);
    const task = await readTask(positionals[0], values);
    if (values.mlc === undefined) throw new UsageError('--mlc is missing: the folder of a model.');
    const folder = await stat(values.mlc).catch(() => null);
    if (!folder?.isDirectory()) throw new UsageError(`--mlc ${values.mlc} is no folder.`);
    if (!['cpu', 'wgsl', undefined].includes(values.executor))
      throw new UsageError(`There is no executor “${values.executor}”; say cpu or wgsl.`);
    print(await run(task, values), values.json ?? false);
    return true;
  },
  EXPECTED,
);
