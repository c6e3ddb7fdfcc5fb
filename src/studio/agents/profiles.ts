import { c } from './languages/c/profile.ts';
import { cpp } from './languages/cpp/profile.ts';
import { javascript } from './languages/javascript/profile.ts';
import { lua } from './languages/lua/profile.ts';
import { python } from './languages/python/profile.ts';
import { ruby } from './languages/ruby/profile.ts';
import { typescript } from './languages/typescript/profile.ts';
import type { Profile } from './profile.ts';

/** The agents that there are, one a language; a new one is a folder of `languages/` and its line here. */
export const PROFILES: readonly Profile[] = [python, javascript, typescript, c, cpp, lua, ruby];

export class UnknownAgentError extends Error {
  override readonly name = 'UnknownAgentError';
}

/** The agent of a language. Throws `UnknownAgentError`. */
export function profileOf(language: string): Profile {
  const profile = PROFILES.find((one) => one.language === language);
  if (profile) return profile;
  const known = PROFILES.map((one) => one.language).join(', ');
  throw new UnknownAgentError(`There is no agent for “${language}”; there are: ${known}.`);
}
