import type { Request } from './engine.ts';
import { EngineError } from './errors.ts';

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

  /** The next token. `logits` may be changed. Throws `EngineError` when they are no numbers. */
  sample(logits: Float32Array): number {
    const { temperature, repetitionPenalty } = this.options;
    if (repetitionPenalty !== 1) {
      for (const token of this.seen) {
        logits[token] =
          logits[token] > 0 ? logits[token] / repetitionPenalty : logits[token] * repetitionPenalty;
      }
    }
    const best = argmax(logits);
    const token = temperature > 0 ? this.draw(logits, logits[best]) : best;
    this.seen.add(token);
    return token;
  }

  private draw(logits: Float32Array, max: number): number {
    const { temperature, topP, topK } = this.options;
    const weights = Float64Array.from(logits, (logit) => Math.exp((logit - max) / temperature));
    let candidates = Uint32Array.from(weights.keys());
    if (topK > 0 || topP < 1) {
      // Likeliest first; of equals the lower token first, so that every machine sorts alike.
      candidates.sort((a, b) => weights[b] - weights[a] || a - b);
      if (topK > 0) candidates = candidates.subarray(0, topK);
      candidates = nucleus(candidates, weights, topP);
    }
    let left = this.random() * sum(candidates, weights);
    for (const token of candidates) {
      left -= weights[token];
      if (left < 0) return token;
    }
    return candidates[candidates.length - 1];
  }
}

/** The shortest beginning of sorted candidates that holds `topP` of their weight; one at least. */
function nucleus(
  candidates: Uint32Array<ArrayBuffer>,
  weights: Float64Array,
  topP: number,
): Uint32Array<ArrayBuffer> {
  const wanted = topP * sum(candidates, weights);
  let held = 0;
  const last = candidates.findIndex((token) => {
    held += weights[token];
    return held >= wanted;
  });
  return last < 0 ? candidates : candidates.subarray(0, last + 1);
}

function sum(candidates: Uint32Array, weights: Float64Array): number {
  return candidates.reduce((total, token) => total + weights[token], 0);
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
