import type { LanguageEvent, LanguageEventBody, LiveToken, Place } from '../../../studio/agents/events.ts';
import { type Memory, remember } from '../../../studio/agents/memory.ts';
import { emptyTally, type Tally, tally } from '../../../studio/agents/tally.ts';

type Of<Type extends LanguageEventBody['type']> = Extract<LanguageEventBody, { type: Type }>;

/** One thing that an agent was asked, and what it says or said. */
export interface SpeechView {
  request: string;
  place: Place;
  prompt: Of<'asked'>['prompt'];
  text: string;
  formatFailure: string | null;
  over: boolean;
}

/** A discussion from its seed to what came of it; with a null `discussion`, what agents do after a round. */
export interface TalkView {
  key: string;
  round: number;
  discussion: number | null;
  snippet: string;
  speeches: SpeechView[];
  agreed: Of<'agreed'> | null;
  /** What programs are run on now: first the seed's inputs, then those of the instruction. */
  inputs: Of<'tested'>['inputs'];
  ran: (Of<'ran'> & { inputs: Of<'tested'>['inputs'] })[];
  kept: Of<'kept'>['sample'][];
  dropped: Of<'dropped'>[];
  over: boolean;
}

/** Everything that the page shows of a run, folded from its events: the same live and reopened. */
export interface LanguagesView {
  options: Of<'started'>['options'] | null;
  talks: TalkView[];
  memories: Memory[];
  tally: Tally;
  ended: Of<'ended'> | null;
  events: number;
}

export const EMPTY_VIEW: LanguagesView = {
  ...{ options: null, talks: [], memories: [], tally: emptyTally(), ended: null, events: 0 },
};

const newTalk = ({ round, discussion }: LanguageEvent): TalkView => ({
  ...{ key: `${round}/${discussion ?? 'end'}`, round, discussion, snippet: '', speeches: [], agreed: null },
  ...{ inputs: [], ran: [], kept: [], dropped: [], over: false },
});

/** The view after one more stored event. */
export function fold(view: LanguagesView, event: LanguageEvent): LanguagesView {
  const next = { ...view, tally: tally(view.tally, event), events: view.events + 1, ended: null };
  switch (event.type) {
    case 'started':
      return { ...next, options: event.options, memories: event.memories };
    case 'remembered':
      return {
        ...next,
        memories: view.memories.map((one) =>
          one.language === event.agent ? remember(one, event.remembered) : one,
        ),
      };
    case 'ended':
      return { ...next, ended: event };
    case 'round over':
      return next;
    default: {
      const key = `${event.round}/${event.discussion ?? 'end'}`;
      const known = view.talks.find((talk) => talk.key === key);
      const talk = foldTalk(known ?? newTalk(event), event);
      return {
        ...next,
        talks: known ? view.talks.map((one) => (one === known ? talk : one)) : [...view.talks, talk],
      };
    }
  }
}

function foldTalk(talk: TalkView, event: LanguageEvent): TalkView {
  switch (event.type) {
    case 'snippet':
      return { ...talk, snippet: event.snippet.name };
    case 'asked': {
      const { request, place, prompt } = event;
      const silent = { text: '', formatFailure: null, over: false };
      // Asked again after a break: what was streamed before it counts no more.
      const others = talk.speeches.filter((one) => one.request !== request);
      return { ...talk, speeches: [...others, { request, place, prompt, ...silent }] };
    }
    case 'said':
      return {
        ...talk,
        speeches: talk.speeches.map((one) =>
          one.request === event.request
            ? { ...one, text: event.text, formatFailure: event.formatFailure, over: true }
            : one,
        ),
      };
    case 'agreed':
      return { ...talk, agreed: event };
    case 'tested':
      return { ...talk, inputs: event.inputs };
    case 'ran':
      return { ...talk, ran: [...talk.ran, { ...event, inputs: talk.inputs }] };
    case 'kept':
      return { ...talk, kept: [...talk.kept, event.sample] };
    case 'dropped':
      return { ...talk, dropped: [...talk.dropped, event] };
    case 'discussed':
      return { ...talk, over: true };
    default:
      return talk;
  }
}

/** The view with a streamed token of an open request; provisional, `said` replaces it. */
export function foldLive(view: LanguagesView, { event }: LiveToken): LanguagesView {
  if (event.channel !== 'answer') return view;
  const talk = view.talks.find((one) =>
    one.speeches.some(({ request, over }) => request === event.request && !over),
  );
  if (!talk) return view;
  const speeches = talk.speeches.map((one) =>
    one.request === event.request ? { ...one, text: one.text + event.text } : one,
  );
  return { ...view, talks: view.talks.map((one) => (one === talk ? { ...talk, speeches } : one)) };
}
