import type { EngineInfo } from '../../llm/engine.ts';

/** Weights that a model needs to follow a discussion at all; the smallest ones that are published have more. */
const FEWEST = 100e6;

/** Why a model cannot play the agents, for a person to read; null where it may. */
export function cannotDiscuss({ model, parameters }: EngineInfo): string | null {
  if (parameters === 0 || parameters >= FEWEST) return null;
  return `${model} cannot discuss: it has learned the forms of its four roles and nothing else. Take the scripted agents, a bigger model, or an endpoint.`;
}
