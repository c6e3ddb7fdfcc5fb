import type { DropCause, LanguageEvent } from './events.ts';

/** What a run has come to, language by language. */
export interface LanguageTally {
  /** Samples of seeds, and of the agents' instructions. */
  seed: number;
  agents: number;
  /** Pairs of a program that passed and one that failed. */
  pairs: number;
  /** Programs and seeds that were dropped. */
  dropped: number;
}

export interface Tally {
  languages: Record<string, LanguageTally>;
  /** Dropped, by what and why. */
  causes: { what: string; cause: DropCause; count: number }[];
  unreadable: number;
  answers: number;
  promptTokens: number;
  completionTokens: number;
  rounds: number;
}

export const emptyTally = (languages: readonly string[] = []): Tally => ({
  languages: Object.fromEntries(
    languages.map((language) => [language, { seed: 0, agents: 0, pairs: 0, dropped: 0 }]),
  ),
  ...{ causes: [], unreadable: 0, answers: 0, promptTokens: 0, completionTokens: 0, rounds: 0 },
});

/** Counts an event; the tally is a new one. */
export function tally(before: Tally, event: LanguageEvent): Tally {
  const of = (language: string) => before.languages[language] ?? { seed: 0, agents: 0, pairs: 0, dropped: 0 };
  const changed = (language: string, change: (one: LanguageTally) => Partial<LanguageTally>): Tally => {
    const one = of(language);
    return { ...before, languages: { ...before.languages, [language]: { ...one, ...change(one) } } };
  };
  switch (event.type) {
    case 'started':
      return emptyTally(event.options.agents);
    case 'said':
      return {
        ...before,
        answers: before.answers + 1,
        unreadable: before.unreadable + Number(event.formatFailure !== null),
        promptTokens: before.promptTokens + event.usage.promptTokens,
        completionTokens: before.completionTokens + event.usage.completionTokens,
      };
    case 'kept':
      return changed(event.sample.language, (one) => ({
        [event.sample.part]: one[event.sample.part] + 1,
        pairs: one.pairs + event.sample.rejected.length,
      }));
    case 'dropped': {
      const found = before.causes.find(({ what, cause }) => what === event.what && cause === event.cause);
      const rest = before.causes.filter((one) => one !== found);
      const causes = [...rest, { what: event.what, cause: event.cause, count: (found?.count ?? 0) + 1 }];
      return { ...changed(event.language, (one) => ({ dropped: one.dropped + 1 })), causes };
    }
    case 'round over':
      return { ...before, rounds: before.rounds + 1 };
    default:
      return before;
  }
}
