import { AnswerText } from './answer-text.ts';
import type { EngineEvent, Request, Role, Shortcuts, TokenLogprob } from './engine.ts';
import type { SequenceId } from './executor.ts';
import type { Constraint } from './grammar/constraint.ts';
import type { Mask } from './grammar/masks.ts';
import { PromptLookup } from './prompt-lookup.ts';
import { logprobOf, Sampler } from './sampler.ts';
import type { Thinking } from './thinking.ts';
import type { Tokenizer } from './tokenizer.ts';

/** Token events of a request are gathered for about a frame before they go out. */
const GATHER_MS = 16;

type EndReason = Extract<EngineEvent, { type: 'end' }>['reason'];

/** What a job is made of, apart from its request. */
export interface JobParts {
  /** The role whose pack must be on; null for the bare base. */
  pack: Role | null;
  prompt: readonly number[];
  tokenizer: Tokenizer;
  stops: readonly string[];
  stopTokens: readonly number[];
  contextLength: number;
  /** What the answer is held to, where it is. */
  constraint: Constraint | null;
  mask: Mask | null;
  /** What is thought before the answer, and the tokens that may be; null where nothing is. */
  thinking: { thinking: Thinking; mask: Mask } | null;
  /** Whether tokens are guessed. */
  guessing: boolean;
  emit: (event: EngineEvent) => void;
}

/** One request on its way: its sequence, its draws and what of its text has not gone out yet. */
export class Job {
  sequence: SequenceId | null = null;
  /** Tokens of the sequence whose keys and values are computed. */
  length = 0;
  computedPromptTokens = 0;
  /** Logits after the whole prompt, for requests with an equal prompt; null until they are computed. */
  promptLogits: Float32Array | null = null;
  /** Tokens of the answer that are to be fed next, once the prompt is through. */
  pending: number[] = [];
  aborted = false;
  readonly pack: Role | null;
  readonly prompt: readonly number[];
  private completionTokens = 0;
  /** Of them, those that were thought. */
  private thoughtTokens = 0;
  /** The text that is gathered: what is thought first, where anything is. */
  private channel: 'thinking' | 'answer' = 'answer';
  private lookup: PromptLookup | null = null;
  private readonly shortcuts: Shortcuts = { forced: 0, guessed: 0, accepted: 0 };
  private readonly sampler: Sampler;
  private readonly text: AnswerText;
  private readonly thoughts: AnswerText;
  private readonly started = performance.now();
  private flushed = this.started;
  private gatheredText = '';
  private gatheredTokens: number[] = [];
  private gatheredLogprobs: TokenLogprob[] = [];

  constructor(
    readonly request: Request,
    private readonly parts: JobParts,
  ) {
    this.pack = parts.pack;
    this.prompt = parts.prompt;
    this.sampler = new Sampler(request);
    this.text = new AnswerText(parts.tokenizer, parts.stops);
    this.thoughts = new AnswerText(parts.tokenizer, []);
    if (parts.thinking) this.channel = 'thinking';
  }

  /** Tokens of its sequence at most. */
  get longest(): number {
    const { contextLength, thinking } = this.parts;
    const answer = this.request.maxTokens + (thinking ? this.request.thinking!.maxTokens : 0);
    return Math.min(contextLength, this.prompt.length + answer);
  }

  get prefilling(): boolean {
    return this.length < this.prompt.length;
  }

  private get answerTokens(): number {
    return this.completionTokens - this.thoughtTokens;
  }

  /** At most `most` tokens that may follow `pending`. */
  guess(most: number): number[] {
    const inContext = this.parts.contextLength - this.length - this.pending.length;
    const thinking = this.channel === 'thinking' ? most : 0;
    const room = Math.min(most, inContext, thinking + this.request.maxTokens - this.answerTokens);
    return room > 0 ? (this.lookup?.guess(room) ?? []) : [];
  }

  /**
   * Takes the answer's next tokens. `rows` are logits f32 `[drafts + 1, vocabulary]`: after everything that was fed
   * without `drafts`, and after each of `drafts`, whose keys and values stand at the sequence's end. Tokens are taken
   * one after the other as if nothing had been guessed: a draft only saves the step that its logits would have cost.
   * Gives how many drafts came true, and the reason when the answer ends.
   */
  advance(rows: Float32Array, drafts: readonly number[]): { kept: number; reason: EndReason | null } {
    const vocabulary = rows.length / (drafts.length + 1);
    const base = this.length - drafts.length;
    const taken: number[] = [];
    let kept = 0;
    let reason: EndReason | null = null;
    while (reason === null) {
      const known = kept === taken.length;
      const logits = known ? rows.subarray(kept * vocabulary, (kept + 1) * vocabulary) : null;
      const token = this.choose(logits, this.left(base + taken.length));
      if (token === null) break;
      if (typeof token === 'string') reason = token;
      else {
        if (known && drafts[kept] === token) kept++;
        taken.push(token);
        reason = this.take(token, logits, base + taken.length);
      }
    }
    this.shortcuts.guessed += drafts.length;
    this.shortcuts.accepted += kept;
    if (this.parts.guessing) this.lookup ??= new PromptLookup(this.prompt);
    this.lookup?.learn(taken, drafts.length, kept);
    this.pending = taken.slice(kept);
    if (reason === null && performance.now() - this.flushed >= GATHER_MS) this.flush();
    return { kept, reason };
  }

  end(reason: EndReason): void {
    this.gatheredText += (this.channel === 'answer' ? this.text : this.thoughts).finish();
    this.flush();
    const usage = {
      promptTokens: this.prompt.length,
      computedPromptTokens: this.computedPromptTokens,
      completionTokens: this.completionTokens,
    };
    const measured = { ms: performance.now() - this.started, ...this.shortcuts };
    this.emit({ type: 'end', request: this.request.id, reason, usage, measured });
  }

  fail(error: unknown): void {
    this.flush();
    const { name, message } = error as Error;
    this.emit({ type: 'error', request: this.request.id, name, message });
  }

  /** Tokens that may still be taken when `length` have been: the last of them need not be fed. */
  private left(length: number): number {
    return Math.min(this.request.maxTokens - this.answerTokens, this.parts.contextLength - length + 1);
  }

  /** The next token, or the reason to end before it, or null where its logits are not known yet. */
  private choose(logits: Float32Array | null, left: number): number | EndReason | null {
    const { constraint, mask } = this.parts;
    if (this.parts.thinking && this.channel === 'thinking') {
      const { thinking, mask: thinkable } = this.parts.thinking;
      if (thinking.next === null) return logits && this.sampler.sample(logits, thinkable);
      return this.force(logits, thinking.next);
    }
    if (!constraint) return logits && this.sampler.sample(logits, ...(mask ? [mask] : []));
    if (constraint.ended && !constraint.cut) return 'stop';
    const forced = constraint.forced(left);
    if (constraint.cut) return 'length';
    if (forced === null) return logits && this.sampler.sample(logits, constraint.mask(left)!);
    return this.force(logits, forced);
  }

  /** A token that must come; where log-probabilities are wanted, only once they are known. */
  private force(logits: Float32Array | null, token: number): number | null {
    if (!logits && this.request.logprobs !== undefined) return null;
    this.shortcuts.forced++;
    this.sampler.note(token);
    return token;
  }

  /** Adds a token to the answer, `length` tokens of the sequence with it. Gives the reason when the answer ends with it. */
  private take(token: number, logits: Float32Array | null, length: number): EndReason | null {
    const { constraint, stopTokens, contextLength } = this.parts;
    this.completionTokens++;
    if (this.channel === 'answer' && stopTokens.includes(token)) return 'stop';
    this.gatheredTokens.push(token);
    if (logits && this.request.logprobs !== undefined)
      this.gatheredLogprobs.push(logprobOf(logits, token, this.request.logprobs));
    if (this.channel === 'thinking') return this.think(token, length);
    constraint?.accept(token);
    this.gatheredText += this.text.push(token);
    if (this.text.stopped) return 'stop';
    if (constraint?.ended && !constraint.cut) return 'stop';
    return this.answerTokens >= this.request.maxTokens || length > contextLength ? 'length' : null;
  }

  /** Adds a token to what is thought; when it is the last, the answer begins. */
  private think(token: number, length: number): EndReason | null {
    const { thinking } = this.parts.thinking!;
    this.thoughtTokens++;
    if (thinking.accept(token)) this.gatheredText += this.thoughts.push(token);
    if (thinking.done) {
      this.gatheredText += this.thoughts.finish();
      this.flush();
      this.channel = 'answer';
    }
    return length > this.parts.contextLength ? 'length' : null;
  }

  private emit(event: EngineEvent): void {
    this.parts.emit(event);
  }

  private flush(): void {
    this.flushed = performance.now();
    if (this.gatheredTokens.length === 0 && this.gatheredText === '') return;
    const { gatheredText: text, gatheredTokens: tokens, gatheredLogprobs: logprobs } = this;
    this.gatheredText = '';
    this.gatheredTokens = [];
    this.gatheredLogprobs = [];
    const { id: request } = this.request;
    const event: EngineEvent = { type: 'token', request, channel: this.channel, text, tokens };
    this.emit(this.request.logprobs === undefined ? event : { ...event, logprobs });
  }
}
