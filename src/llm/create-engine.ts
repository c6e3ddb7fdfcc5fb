import type { ConversationTemplate } from '../weights/config.ts';
import {
  buildPack,
  type LoadedEngine,
  type LoadedInfo,
  type PackBase,
  type PackRequest,
} from './build-pack.ts';
import { type EngineEvent, type PackInfo, type Request, ROLES, type Role, type RoleProof } from './engine.ts';
import { ContextOverflowError, EngineError } from './errors.ts';
import { EventQueue } from './event-queue.ts';
import type { Executor } from './executor.ts';
import { Constraint } from './grammar/constraint.ts';
import { Grammars } from './grammar/grammars.ts';
import type { Mask } from './grammar/masks.ts';
import { Job } from './job.ts';
import { hashBase, type NamedPack, readNamedPack } from './named-pack.ts';
import { checkSampling, maskOf } from './sampler.ts';
import { Scheduler } from './scheduler.ts';
import { encodePrompt } from './template.ts';
import { marksLength, noThoughts, Thinking, type ThinkingMarks } from './thinking.ts';
import type { Tokenizer } from './tokenizer.ts';

export interface EngineParts {
  executor: Executor;
  /** What the executor runs on, for people. */
  adapter: string;
  tokenizer: Tokenizer;
  template: ConversationTemplate;
  /** How the model thinks before it answers; null where it does not. */
  thinking: ThinkingMarks | null;
  base: PackBase;
  parameters: number;
  weightBytes: number;
  /** What the model was trained on, in words; null where it does not say. */
  trainedOn: string | null;
  /** The packs that come with the model. */
  packs: ReadonlyMap<Role, NamedPack>;
  /** Whether tokens are guessed where that saves steps; the answers are the same either way. */
  guessing: boolean;
}

/** One submission: its events and how many of its requests are unsettled. */
interface Submission {
  queue: EventQueue<EngineEvent>;
  jobs: Job[];
  open: number;
  /** Stops listening to the caller's signal. */
  unlisten: () => void;
}

/** The engine over any executor. Hashes what packs edit, as loaded, before anything can be edited. */
export async function createEngine(parts: EngineParts): Promise<LoadedEngine> {
  const baseHashes = new Map<string, string>();
  for (const { pack } of parts.packs.values()) await hashBase(parts.executor, pack, baseHashes);
  return new PackedEngine(parts, baseHashes);
}

class PackedEngine implements LoadedEngine {
  /** Of each role, the one that its requests run under. */
  private readonly packs: Map<Role, NamedPack>;
  private readonly scheduler: Scheduler;
  private readonly submissions = new Set<Submission>();
  private readonly owners = new Map<Job, Submission>();
  private readonly grammars: Grammars;
  private disposed = false;

  constructor(
    private readonly parts: EngineParts,
    /** Of every weight that a pack edits, as the base has it. */
    private readonly baseHashes: Map<string, string>,
  ) {
    const { executor } = parts;
    this.packs = new Map(parts.packs);
    this.grammars = new Grammars(parts.tokenizer, executor.vocabularySize);
    this.scheduler = new Scheduler(
      executor,
      this.packs,
      (event) => {
        for (const { queue } of this.submissions) queue.push(event);
      },
      (job) => this.settle(this.owners.get(job)!, job),
    );
  }

  get info(): LoadedInfo {
    const { executor, adapter, base, parameters, weightBytes, trainedOn, thinking } = this.parts;
    const { kind, kernels, contextLength, maxBatch, positionBytes } = executor;
    return {
      ...{ model: base.model, baseHash: base.baseHash, trainedOn, executor: kind, adapter, kernels },
      ...{ contextLength, maxBatch, positionBytes, parameters, weightBytes, constrains: ['ebnf'] },
      thinks: thinking !== null,
      packs: infosOf(this.packs),
      own: infosOf(this.parts.packs),
    };
  }

  async countTokens(prompt: Request['prompt']): Promise<number> {
    return this.encode(prompt).length;
  }

  submit(requests: Request[], signal: AbortSignal): AsyncIterable<EngineEvent> {
    if (this.disposed) throw new EngineError('the engine was disposed of; load the model again');
    const abort = () => {
      for (const job of submission.jobs) job.aborted = true;
    };
    const queue = new EventQueue<EngineEvent>(abort);
    const unlisten = () => signal.removeEventListener('abort', abort);
    const submission: Submission = { queue, jobs: [], open: requests.length, unlisten };
    this.submissions.add(submission);
    for (const request of requests) {
      try {
        const job = this.prepare(request, submission);
        submission.jobs.push(job);
        this.owners.set(job, submission);
      } catch (error) {
        const { name, message } = error as Error;
        queue.push({ type: 'error', request: request.id, name, message });
        submission.open--;
      }
    }
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    this.close(submission);
    this.scheduler.add(submission.jobs);
    return queue;
  }

  buildPack(
    request: PackRequest,
    onProgress?: (done: number, total: number) => void,
    signal?: AbortSignal,
  ): Promise<Uint8Array> {
    return this.scheduler.exclusive(async () => {
      await this.scheduler.switchTo(null);
      return buildPack(this.parts.executor, this.parts.base, request, onProgress, signal);
    });
  }

  async setPack(role: Role, pack: Uint8Array | 'own' | null): Promise<LoadedInfo> {
    const { base, executor, packs } = this.parts;
    const own = pack === 'own' ? packs.get(role) : undefined;
    const next = pack instanceof Uint8Array ? await readNamedPack(pack, role, base) : own;
    await this.scheduler.exclusive(async () => {
      await this.scheduler.switchTo(null);
      const before = this.packs.get(role);
      if (!next) {
        this.packs.delete(role);
        return;
      }
      await hashBase(executor, next.pack, this.baseHashes);
      this.packs.set(role, next);
      try {
        await this.scheduler.switchTo(role);
      } catch (error) {
        if (before) this.packs.set(role, before);
        else this.packs.delete(role);
        throw error;
      }
    });
    return this.info;
  }

  verifyRole(role: Role | null): Promise<RoleProof> {
    const { executor } = this.parts;
    return this.scheduler.exclusive(async () => {
      const installed = role === null ? undefined : this.packs.get(role);
      if (role !== null && !installed) throw new EngineError(`no pack is installed for the ${role}`);
      const switched = await this.scheduler.switchTo(role);
      const weights: RoleProof['weights'] = [];
      for (const [name, base] of this.baseHashes) {
        const expected = installed?.pack.weights.get(name)?.editedHash ?? base;
        weights.push({ name, expected, actual: await executor.hash(name) });
      }
      const ok = weights.every(({ expected, actual }) => expected === actual);
      return { role, ok, weights, switched };
    });
  }

  hold(): Promise<void> {
    return this.scheduler.hold();
  }

  async resume(): Promise<void> {
    this.scheduler.resume();
  }

  async dispose(): Promise<void> {
    if (this.disposed) return;
    this.disposed = true;
    for (const { jobs } of this.submissions) for (const job of jobs) job.aborted = true;
    this.scheduler.release();
    await this.scheduler.exclusive(async () => this.parts.executor.dispose());
  }

  /** A model that could think is told that it has, unless it is to. */
  private encode(prompt: Request['prompt'], thinks = false): number[] {
    const { template, tokenizer, thinking } = this.parts;
    const tokens = encodePrompt(prompt, template, tokenizer);
    return 'messages' in prompt && thinking && !thinks ? [...tokens, ...noThoughts(thinking)] : tokens;
  }

  private prepare(request: Request, { queue }: Submission): Job {
    const { executor, tokenizer, template } = this.parts;
    const prompt = this.encode(request.prompt, request.thinking !== undefined);
    if (prompt.length === 0) throw new EngineError(`the prompt of request ${request.id} is empty`);
    const stranger = prompt.find(
      (token) => !(Number.isInteger(token) && token >= 0 && token < executor.vocabularySize),
    );
    if (stranger !== undefined) {
      throw new EngineError(`token ${stranger} is outside the vocabulary of ${executor.vocabularySize}`);
    }
    if (!(request.maxTokens >= 1))
      throw new EngineError(`request ${request.id} asks for ${request.maxTokens} tokens`);
    checkSampling(request);
    // One place must be left for the answer.
    if (prompt.length >= executor.contextLength)
      throw new ContextOverflowError(prompt.length, executor.contextLength);
    const pack = request.role !== null && this.packs.has(request.role) ? request.role : null;
    const { stop_str: stops, stop_token_ids: stopTokens } = template;
    const room = executor.contextLength - prompt.length + 1;
    const thinking = this.thinking(request, room);
    const limit = Math.min(request.maxTokens, room - (thinking?.most ?? 0));
    return new Job(request, {
      ...{ pack, prompt, tokenizer, stopTokens, contextLength: executor.contextLength },
      stops: [...request.stop, ...stops].filter((stop) => stop !== ''),
      constraint:
        request.grammar === undefined
          ? null
          : new Constraint(this.grammars.get(request.grammar), stopTokens, limit),
      mask: this.mask(request),
      thinking,
      guessing: this.parts.guessing,
      emit: (event) => queue.push(event),
    });
  }

  /** Thinking for a request that lets a model think which can; the answer keeps its tokens, or half of the room. */
  private thinking({ id, thinking, maxTokens }: Request, room: number) {
    const { thinking: marks, template, executor } = this.parts;
    if (!thinking || !marks) return null;
    if (!(thinking.maxTokens >= 1))
      throw new EngineError(`request ${id} lets ${thinking.maxTokens} tokens be thought; leave thinking out`);
    const answer = Math.min(maxTokens, Math.floor(room / 2));
    const text = Math.min(thinking.maxTokens, room - answer - marksLength(marks));
    if (text < 1) throw new ContextOverflowError(executor.contextLength - room + 1, executor.contextLength);
    const mask = maskOf(executor.vocabularySize, (token) => !template.stop_token_ids.includes(token));
    return { thinking: new Thinking(marks, text), mask, most: text + marksLength(marks) };
  }

  private mask({ id, mask, grammar }: Request): Mask | null {
    if (!mask) return null;
    if (grammar !== undefined)
      throw new EngineError(`request ${id} has a mask and a grammar, which would contradict each other`);
    const listed = new Set('allow' in mask ? mask.allow : mask.ban);
    const { vocabularySize } = this.parts.executor;
    const made = maskOf(vocabularySize, (token) => listed.has(token) === 'allow' in mask);
    if (made.every((word) => word === 0)) throw new EngineError(`the mask of request ${id} allows no token`);
    return made;
  }

  private settle(submission: Submission, job: Job): void {
    this.owners.delete(job);
    submission.open--;
    this.close(submission);
  }

  private close(submission: Submission): void {
    if (submission.open > 0) return;
    submission.queue.close();
    submission.unlisten();
    this.submissions.delete(submission);
  }
}

function infosOf(packs: ReadonlyMap<Role, NamedPack>): PackInfo[] {
  return ROLES.flatMap((role) => packs.get(role)?.info ?? []);
}
