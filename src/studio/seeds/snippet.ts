import { fingerprint } from '../../agents/hash.ts';

/** A piece of code that a seed is made of. */
export interface Snippet {
  id: string;
  /** The sandbox's name of its language. */
  language: string;
  source: string;
  /** Where it comes from, for people: a path, a run's problem. */
  name: string;
}

/** A snippet named by what it is. */
export const snippetOf = (language: string, source: string, name: string): Snippet => ({
  id: fingerprint(`${language}\n${source}`),
  ...{ language, source, name },
});
