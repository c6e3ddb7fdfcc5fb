import type { EngineInfo, Role } from '../../llm/engine.ts';
import type { Outcome } from '../examine/solvers.ts';
import type { BenchmarkId } from './benchmark.ts';
import { type Method, type MethodId, methodOf } from './methods.ts';

/** What answered: enough to have the same again. */
export interface ModelUsed {
  model: string;
  /** Names the base's bits; empty where they are not known: behind an endpoint. */
  base: string;
  executor: EngineInfo['executor'];
  kernels: string;
  /** Those that were on; none for a method without packs. */
  packs: { role: Role; hash: string }[];
}

/** What a result is of; two of the same are never made. */
export interface RowKey {
  /** Hash of the set's problems. */
  set: string;
  /** The problem's id. */
  problem: string;
  method: MethodId;
  seed: number;
  language: string;
  /** The budget: tokens of prompts, a shared beginning once, and of answers. */
  tokens: number;
  by: ModelUsed;
}

/** What became of one problem by one method. */
export interface Row extends RowKey, Outcome {
  v: 1;
  benchmark: BenchmarkId;
  title: string;
  /** Of the problem: what its verdict depends on. */
  revision: string;
  seconds: number;
  /** Of the processor while it was solved; null where nothing here can measure it. */
  joules: number | null;
  /** Milliseconds since 1970, when it was done. */
  at: number;
}

/** Names a model and the packs that were on, whatever it ran on. */
export const modelText = ({ model, base, packs }: ModelUsed): string =>
  [model, base, ...packs.map(({ role, hash }) => `${role}:${hash}`).sort()].join(' ');

/** One text for each key. */
export const keyText = ({ set, problem, method, seed, language, tokens, by }: RowKey): string =>
  [set, problem, method, seed, language, tokens, modelText(by)].join('|');

/** What answers a method's questions in an engine. */
export function modelUsed(
  { model, baseHash = '', executor, kernels, packs }: EngineInfo,
  method: Pick<Method, 'packs'>,
): ModelUsed {
  const on = method.packs ? packs.map(({ role, hash }) => ({ role, hash })) : [];
  return { model, base: baseHash, executor, kernels, packs: on };
}

/** A method as tables name it. */
export const methodName = (id: MethodId): string => methodOf(id).name;
