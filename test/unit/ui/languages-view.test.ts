import { expect, test } from 'vitest';
import type { LanguageEvent } from '../../../src/studio/agents/events.ts';
import { Past } from '../../../src/studio/agents/past.ts';
import { speakLanguages } from '../../../src/studio/agents/run.ts';
import { EMPTY_VIEW, fold, foldLive } from '../../../src/ui/studio/languages/view.ts';
import { contextOf } from '../studio/languages/in-process.ts';

test('what the page shows live is what it shows of the stored events, and memories are those that the run goes on with', async () => {
  const stored: LanguageEvent[] = [];
  let live = EMPTY_VIEW;
  let streamed = 0;
  for await (const event of speakLanguages(contextOf())) {
    if ('live' in event) {
      live = foldLive(live, event);
      const speech = live.talks
        .flatMap(({ speeches }) => speeches)
        .find(({ request }) => request === event.event.request);
      if (speech && !speech.over && speech.text === event.event.text) streamed++;
      continue;
    }
    stored.push(event);
    live = fold(live, event);
  }
  expect(streamed).toBeGreaterThan(20);
  const reopened = stored.reduce(fold, EMPTY_VIEW);
  expect(live).toEqual(reopened);
  const past = stored.reduce((folded, event) => folded.fold(event), new Past());
  expect(reopened.memories).toEqual([...past.memories.values()]);

  const talks = reopened.talks.filter(({ discussion }) => discussion !== null);
  expect(talks.map(({ over }) => over)).toEqual([true, true, true, true]);
  const kept = talks.reduce((sum, talk) => sum + talk.kept.length, 0);
  const { javascript, typescript } = reopened.tally.languages;
  expect(kept).toBe(javascript!.seed + javascript!.agents + typescript!.seed + typescript!.agents);
  expect(reopened.ended).toMatchObject({ how: 'finished' });
});
