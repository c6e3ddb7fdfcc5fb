import type { Request, TokenLogprob } from './engine.ts';
import { EngineError } from './errors.ts';
import type { Mask } from './grammar/masks.ts';

export type SamplingOptions = Pick<Request, 'seed' | 'temperature' | 'topP' | 'topK' | 'repetitionPenalty'>;

/**
 * Draws one request's tokens with its own generator, so that a request's answer does not depend on its neighbours.
 * The repetition penalty (Keskar et al. 2019, CTRL) counts the tokens that the request has generated.
 */
export class Sampler {
  private readonly random: () => number;
  private readonly seen = new Set<number>();

  constructor(private readonly options: SamplingOptions) {
    this.random = mulberry32(options.seed);
  }

  /** The next token, of those that every mask allows. `logits` stay as they are. Throws `EngineError` when they are no numbers. */
  sample(logits: Float32Array, ...masks: readonly Mask[]): number {
    const { temperature, repetitionPenalty } = this.options;
    const changed = masks.length > 0 || (repetitionPenalty !== 1 && this.seen.size > 0);
    const own = changed ? logits.slice() : logits;
    if (repetitionPenalty !== 1) {
      for (const token of this.seen)
        own[token] = own[token] > 0 ? own[token] / repetitionPenalty : own[token] * repetitionPenalty;
    }
    for (const mask of masks) forbid(own, mask);
    const best = argmax(own);
    const token = temperature > 0 ? this.draw(own, own[best]) : best;
    this.note(token);
    return token;
  }

  /** Counts a token that was not drawn. */
  note(token: number): void {
    this.seen.add(token);
  }

  private draw(logits: Float32Array, max: number): number {
    const { temperature, topP, topK } = this.options;
    // Plain loops: a vocabulary of 150,000 is gone through for every token of every sequence.
    const weights = new Float64Array(logits.length);
    let candidates = new Uint32Array(logits.length);
    for (let token = 0; token < logits.length; token++) {
      weights[token] = Math.exp((logits[token] - max) / temperature);
      candidates[token] = token;
    }
    if (topK > 0 || topP < 1) {
      const total = sum(candidates, weights);
      let wanted = topP * total;
      if (topK === 0) candidates = withoutTail(candidates, weights, total, topP);
      // Likeliest first; of equals the lower token first, so that every machine sorts alike.
      candidates.sort((a, b) => weights[b] - weights[a] || a - b);
      if (topK > 0) {
        candidates = candidates.subarray(0, topK);
        wanted = topP * sum(candidates, weights);
      }
      candidates = nucleus(candidates, weights, wanted);
    }
    let left = this.random() * sum(candidates, weights);
    let last = candidates[0];
    for (const token of candidates) {
      left -= weights[token];
      if (left < 0) return token;
      if (weights[token] > 0) last = token;
    }
    return last;
  }
}

/** Throws `EngineError` for numbers that no draw can be made with, by name. */
export function checkSampling(request: Request): void {
  const { temperature, topP, topK, repetitionPenalty, seed, logprobs = 0 } = request;
  const count = (value: number) => Number.isSafeInteger(value) && value >= 0;
  const faults = {
    temperature: temperature >= 0 && temperature < Number.POSITIVE_INFINITY ? null : 'a number from 0 on',
    topP: topP >= 0 && topP <= 1 ? null : 'a number from 0 to 1',
    topK: count(topK) ? null : 'a whole number from 0 on',
    repetitionPenalty: repetitionPenalty > 0 ? null : 'a number above 0',
    seed: count(seed) && seed < 2 ** 32 ? null : 'a whole number from 0 to 2³² − 1',
    logprobs: count(logprobs) ? null : 'a whole number from 0 on',
  };
  for (const [name, wanted] of Object.entries(faults))
    if (wanted) throw new EngineError(`request ${request.id} has a ${name} that is not ${wanted}`);
}

/**
 * Natural logarithms of a token's share of softmax(logits), and of the `count` likeliest tokens' with it, before
 * temperature, penalty and masks.
 */
export function logprobOf(logits: Float32Array, token: number, count: number): TokenLogprob {
  let max = Number.NEGATIVE_INFINITY;
  for (const logit of logits) max = Math.max(max, logit);
  let total = 0;
  for (const logit of logits) total += Math.exp(logit - max);
  const share = (of: number) => logits[of] - max - Math.log(total);
  const top = likeliest(logits, count).map((of) => ({ token: of, logprob: share(of) }));
  return { token, logprob: share(token), top };
}

/** The `count` likeliest tokens, the likeliest first; of equals the lower token first. */
function likeliest(logits: Float32Array, count: number): number[] {
  const best: number[] = [];
  for (let token = 0; token < logits.length; token++) {
    if (best.length === count && !(logits[token] > logits[best[count - 1]])) continue;
    let at = best.length;
    while (at > 0 && logits[token] > logits[best[at - 1]]) at--;
    best.splice(at, 0, token);
    best.length = Math.min(best.length, count);
  }
  return best;
}

/** A mask of the tokens that `allows` takes. */
export function maskOf(vocabularySize: number, allows: (token: number) => boolean): Mask {
  const mask = new Uint32Array(Math.ceil(vocabularySize / 32));
  for (let token = 0; token < vocabularySize; token++)
    if (allows(token)) mask[token >> 5] |= 1 << (token & 31);
  return mask;
}

function forbid(logits: Float32Array, mask: Mask): void {
  for (let token = 0; token < logits.length; token++)
    if (!((mask[token >> 5] >>> (token & 31)) & 1)) logits[token] = Number.NEGATIVE_INFINITY;
}

/**
 * Candidates without those that are too unlikely to be in the nucleus: all tokens of less than (1 − topP) / n of the
 * weight have less than 1 − topP together. Sorting a large vocabulary would take longer than its token is worth.
 */
function withoutTail(
  candidates: Uint32Array<ArrayBuffer>,
  weights: Float64Array,
  total: number,
  topP: number,
): Uint32Array<ArrayBuffer> {
  const least = ((1 - topP) * total) / weights.length / 2;
  let count = 0;
  const kept = new Uint32Array(candidates.length);
  for (const token of candidates) if (weights[token] >= least) kept[count++] = token;
  return kept.subarray(0, count);
}

/** The shortest beginning of sorted candidates that holds `wanted` of weight; one at least. */
function nucleus(
  candidates: Uint32Array<ArrayBuffer>,
  weights: Float64Array,
  wanted: number,
): Uint32Array<ArrayBuffer> {
  let held = 0;
  const last = candidates.findIndex((token) => {
    held += weights[token];
    return held >= wanted;
  });
  return last < 0 ? candidates : candidates.subarray(0, last + 1);
}

function sum(candidates: Uint32Array, weights: Float64Array): number {
  let total = 0;
  for (let i = 0; i < candidates.length; i++) total += weights[candidates[i]];
  return total;
}

function argmax(logits: Float32Array): number {
  let best = 0;
  for (let token = 0; token < logits.length; token++) {
    if (Number.isNaN(logits[token])) {
      throw new EngineError('the model gave no usable numbers; its weights do not fit its configuration');
    }
    if (logits[token] > logits[best]) best = token;
  }
  return best;
}

/** Tommy Ettinger's Mulberry32: uniform in [0, 1) from a 32-bit seed. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
