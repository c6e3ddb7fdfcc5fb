import type { Judge } from '../../judge/judge.ts';
import { NearCopies, signatureOf } from '../../minhash.ts';
import { Contamination, type Exam } from '../seeds/contamination.ts';
import { type Sifted, sift } from '../seeds/sift.ts';
import type { Snippet } from '../seeds/snippet.ts';
import type { TeacherEngine } from '../teachers/teacher.ts';
import type { Speaker } from './acts/act.ts';
import { session } from './discussion.ts';
import type { LanguageEvent, LanguageEventBody, LanguageOptions, LiveToken, Spoken } from './events.ts';
import { emptyMemory, type Memory } from './memory.ts';
import { merge } from './merge.ts';
import { Past } from './past.ts';
import { profileOf } from './profiles.ts';
import { reflectAll } from './reflecting.ts';

export interface LanguageContext {
  engine: TeacherEngine;
  judge: Judge;
  options: LanguageOptions;
  /** Code that seeds are made of; as much as the rounds take. */
  snippets: Iterable<Snippet>;
  /** What must not be trained on. */
  exams: readonly Exam[];
  /** What the agents remember when the run begins. */
  memories: readonly Memory[];
  /** The run's name. */
  run: string;
  signal: AbortSignal;
  now(): number;
  /** The events of an earlier session of the same run, folded: it goes on where they end. */
  past?: Past;
}

/**
 * The language agents at work (Qwen2.5-xCoder, arXiv 2502.07487), each sample executed. Yields the run's events as they
 * come, beginning after `past`; the same for the same seed and answers, by their `key`. Always ends with `ended`: an
 * abort ends it as stopped, an error as failed, and either can be continued.
 */
export async function* speakLanguages(context: LanguageContext): AsyncGenerator<LanguageEvent | LiveToken> {
  const { run, now, signal, past = new Past() } = context;
  let { seq } = past;
  const record = (body: LanguageEventBody, round: number, discussion: number | null, key: string) =>
    ({ ...body, run, seq: seq++, v: 1, round, discussion, key, measured: { at: now() } }) as LanguageEvent;
  const ended = (how: 'finished' | 'stopped' | 'failed', message: string) =>
    record({ type: 'ended', how, message }, past.round, null, 'end');
  try {
    for await (const out of rounds(context, past)) {
      if ('live' in out.body) yield out.body;
      else if (!past.has(out.key)) yield record(out.body, out.round, out.discussion, out.key);
    }
    const short = past.round < context.options.rounds;
    yield ended('finished', short ? 'There is no more code to make seeds of.' : 'All rounds are over.');
  } catch (error) {
    if (signal.aborted) yield ended('stopped', 'Stopped.');
    else yield ended('failed', error instanceof Error ? error.message : String(error));
  }
}

export interface Placed {
  body: Spoken;
  round: number;
  discussion: number | null;
  key: string;
}

/** Gives what is said its place: numbered in the order in which its speaker's part comes to it. */
async function* placed(
  said: AsyncGenerator<Spoken, void>,
  round: number,
  discussion: number | null,
): AsyncGenerator<Placed> {
  let n = 0;
  for await (const body of said)
    yield { body, round, discussion, key: 'live' in body ? '' : `${round}/${discussion ?? 'end'}/${n++}` };
}

async function* rounds(context: LanguageContext, past: Past): AsyncGenerator<Placed> {
  const { engine, judge, options, signal } = context;
  const profiles = options.agents.map(profileOf);
  const given = (language: string) => context.memories.find((one) => one.language === language);
  if (!past.started) {
    const memories = options.memory
      ? profiles.map(({ language }) => given(language) ?? emptyMemory(language))
      : [];
    const { model, executor } = engine.info;
    const body: LanguageEventBody = { type: 'started', options, memories, model, executor };
    const at = { round: 0, discussion: null, key: 'first' };
    yield { body, ...at };
    past.take({ ...at, ...body });
  }
  const exams = new Contamination(context.exams);
  const sifted = sift(context.snippets, exams);
  for (let skipped = 0; skipped < past.round * options.discussions; skipped++) sifted.next();

  while (past.round < options.rounds) {
    const { round } = past;
    const seeds = take(sifted, options.discussions);
    if (seeds.length === 0) return;
    const speakers = byNeed(past, options).map(
      (language): Speaker => ({
        profile: profileOf(language),
        memory: past.memories.get(language) ?? null,
      }),
    );
    const before = new NearCopies<string>();
    for (const { title, instruction } of past.instructions.values())
      before.add(title, signatureOf(instruction));
    const known = { said: past.said, ran: past.ran };
    const sessions = seeds.map((one, discussion) =>
      placed(
        session({
          ...{ round, discussion, sifted: one, options, engine, judge, exams, before, known, signal },
          speakers: rotated(speakers, discussion),
        }),
        round,
        discussion,
      ),
    );
    const said: Placed[] = [];
    for await (const out of merge(sessions)) {
      if (!('live' in out.body)) said.push(out);
      yield out;
    }
    if (options.memory) {
      const asking = { engine, signal, known: past.said, seed: options.seed, spend() {} };
      for await (const out of placed(reflectAll(said, speakers, round, asking), round, null)) {
        if (!('live' in out.body)) said.push(out);
        yield out;
      }
    }
    const over: Placed = { body: { type: 'round over' }, round, discussion: null, key: `${round}/over` };
    yield over;
    past.close(round, [...said, over]);
    signal.throwIfAborted();
  }
}

function take(sifted: Iterator<Sifted>, count: number): Sifted[] {
  const taken: Sifted[] = [];
  while (taken.length < count) {
    const next = sifted.next();
    if (next.done) break;
    taken.push(next.value);
  }
  return taken;
}

/** The languages of which least was kept come first, and lead: so the data stays balanced. */
const byNeed = (past: Past, { agents }: LanguageOptions): string[] =>
  [...agents].sort(
    (p, q) => (past.kept.get(p) ?? 0) - (past.kept.get(q) ?? 0) || agents.indexOf(p) - agents.indexOf(q),
  );

const rotated = <T>(items: readonly T[], by: number): T[] => {
  const at = by % items.length;
  return [...items.slice(at), ...items.slice(0, at)];
};
