import { AnswerText } from './answer-text.ts';
import type { EngineEvent, Request, Role } from './engine.ts';
import type { SequenceId } from './executor.ts';
import { Sampler } from './sampler.ts';
import type { Tokenizer } from './tokenizer.ts';

/** Token events of a request are gathered for about a frame before they go out. */
const GATHER_MS = 16;

type EndReason = Extract<EngineEvent, { type: 'end' }>['reason'];

/** One request on its way: its sequence, its draws and what of its text has not gone out yet. */
export class Job {
  sequence: SequenceId | null = null;
  /** Tokens of the sequence whose keys and values are computed. */
  length = 0;
  computedPromptTokens = 0;
  /** Logits after the whole prompt, for requests with an equal prompt; null until they are computed. */
  promptLogits: Float32Array | null = null;
  /** The token to feed next, once the prompt is through. */
  next = 0;
  aborted = false;
  private completionTokens = 0;
  private readonly sampler: Sampler;
  private readonly text: AnswerText;
  private readonly started = performance.now();
  private flushed = this.started;
  private gatheredText = '';
  private gatheredTokens: number[] = [];

  constructor(
    readonly request: Request,
    /** The role whose pack must be on; null for the bare base. */
    readonly pack: Role | null,
    readonly prompt: readonly number[],
    tokenizer: Tokenizer,
    stops: readonly string[],
    private readonly stopTokens: readonly number[],
    private readonly emit: (event: EngineEvent) => void,
  ) {
    this.sampler = new Sampler(request);
    this.text = new AnswerText(tokenizer, stops);
  }

  get prefilling(): boolean {
    return this.length < this.prompt.length;
  }

  /** Draws a token. Gives the reason when the answer ends with it, else null. */
  advance(logits: Float32Array, contextLength: number): EndReason | null {
    const token = this.sampler.sample(logits);
    this.completionTokens++;
    if (this.stopTokens.includes(token)) return 'stop';
    this.gatheredTokens.push(token);
    this.gatheredText += this.text.push(token);
    if (this.text.stopped) return 'stop';
    if (this.completionTokens >= this.request.maxTokens || this.length >= contextLength) return 'length';
    this.next = token;
    if (performance.now() - this.flushed >= GATHER_MS) this.flush();
    return null;
  }

  end(reason: EndReason): void {
    this.gatheredText += this.text.finish();
    this.flush();
    const usage = {
      promptTokens: this.prompt.length,
      computedPromptTokens: this.computedPromptTokens,
      completionTokens: this.completionTokens,
    };
    this.emit({
      type: 'end',
      request: this.request.id,
      reason,
      usage,
      measured: { ms: performance.now() - this.started },
    });
  }

  fail(error: unknown): void {
    this.flush();
    const { name, message } = error as Error;
    this.emit({ type: 'error', request: this.request.id, name, message });
  }

  private flush(): void {
    this.flushed = performance.now();
    if (this.gatheredTokens.length === 0 && this.gatheredText === '') return;
    const { gatheredText: text, gatheredTokens: tokens } = this;
    this.gatheredText = '';
    this.gatheredTokens = [];
    this.emit({ type: 'token', request: this.request.id, channel: 'answer', text, tokens });
  }
}
