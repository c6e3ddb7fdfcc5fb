import type { Seed } from '../seeds/seed.ts';
import type { Agreed } from './discuss.ts';
import type { LanguageEventBody, Sample, Solution } from './events.ts';
import { memoryId } from './memory.ts';
import type { Session } from './session.ts';
import type { Verdicts } from './settle.ts';

/** A solution that was kept, as a row of the data, with where it comes from and what failed beside it. */
export function kept(
  { speakers, options }: Session,
  seed: Seed,
  { proposal, by, how }: Agreed,
  chosen: Solution,
  verdicts: Verdicts,
  rejected: Verdicts['failed'],
): LanguageEventBody {
  const part = how === 'the seed as it is' && chosen.by === 'seed' ? 'seed' : 'agents';
  const remembering = part === 'agents' ? speakers.filter(({ memory }) => memory !== null) : [];
  const sample: Sample = {
    ...{ part, language: chosen.language, title: proposal.title, instruction: proposal.instruction },
    ...{ plan: chosen.plan, source: chosen.source, tests: verdicts.tests },
    rejected: rejected
      .filter(({ solution: { language } }) => language === chosen.language)
      .map(({ solution: { source, plan }, cause, run: failed }) => ({ source, plan, cause, run: failed })),
    provenance: {
      seed: { id: seed.id, name: seed.name },
      form: part === 'seed' ? 'seed' : options.form,
      proposedBy: by,
      agents: speakers.map(({ profile }) => profile.language),
      memories: Object.fromEntries(
        remembering.map(({ profile, memory }) => [profile.language, memoryId(memory!)]),
      ),
      agreeing: [...new Set(verdicts.kept.map(({ language }) => language))],
      overruled: verdicts.overruled,
    },
  };
  return { type: 'kept', sample };
}
