import { expect, test } from 'vitest';
import type { Send } from '../../../../src/endpoint/client.ts';
import { ACTS, type ActName } from '../../../../src/studio/agents/acts/act.ts';
import { Past } from '../../../../src/studio/agents/past.ts';
import { scriptedAgents } from '../../../../src/studio/agents/script/engine.ts';
import { metered } from '../../../../src/studio/teachers/meter.ts';
import { openaiTeacher } from '../../../../src/studio/teachers/openai-teacher.ts';
import { contextOf, eventsOf, OPTIONS, of } from './in-process.ts';

/** What each question is known by; of several the first that fits. */
const PHRASES: Record<ActName, string> = {
  describe: 'Write an exercise that somebody who could write this code',
  answer: 'Make a whole program in',
  score: 'Score this from 1 to 5',
  propose: 'Write a new exercise that grows out of this one',
  vary: 'If this proposal is clear, new and right',
  review: 'Criticise each proposal',
  revise: 'Write your proposal anew',
  mend: 'Find out what is wrong and write the program anew',
  solve: 'written as your language writes it',
  reflect: 'Say in one sentence each what was good',
};

/** A model behind an endpoint that talks around its answers as models do, and takes its time. */
function chattyEndpoint() {
  const engine = scriptedAgents();
  const underway = { now: 0, most: 0 };
  const signal = new AbortController().signal;
  const send: Send = async ({ messages, seed }) => {
    underway.most = Math.max(underway.most, ++underway.now);
    const user = messages.at(-1)!.content;
    const act = ACTS.find((name) => user.includes(PHRASES[name]))!;
    const language = messages[0]!.content.includes('the TypeScript agent') ? 'typescript' : 'javascript';
    const request = {
      ...{ id: `${act}/0/0/0/${language}/0`, role: null, prompt: { messages }, maxTokens: 1, seed: seed! },
      ...{ temperature: 0, topP: 1, topK: 0, repetitionPenalty: 1, stop: [] },
    };
    let text = '';
    for await (const event of engine.submit([request], signal))
      if (event.type === 'token') text += event.text;
    await new Promise((resolve) => setTimeout(resolve, 3));
    underway.now--;
    const said = act === 'vary' ? text : `<think>\nLet me see.\n</think>\n\n${text}\n`;
    const body = {
      choices: [{ message: { content: said }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 9, completion_tokens: 5 },
    };
    return { status: 200, retryAfter: null, body: JSON.stringify(body) };
  };
  return { send, underway };
}

test('a model behind an endpoint speaks for all agents, with as many requests in flight as it takes', async () => {
  const { send, underway } = chattyEndpoint();
  const prices = { prompt: 0, completion: 0 };
  const made = openaiTeacher({ model: 'm', send, inFlight: 3, contextLength: 32_768, prices });
  const { teacher, spent } = metered(made);
  const events = await eventsOf(
    contextOf({ engine: teacher.engineFor(), options: { ...OPTIONS, discussions: 3, rounds: 1 } }),
  );
  expect(events.at(-1)).toMatchObject({ type: 'ended', how: 'finished' });
  expect(events[0]).toMatchObject({ type: 'started', model: 'm', executor: 'endpoint' });
  expect(of(events, 'said').filter(({ formatFailure }) => formatFailure)).toEqual([]);
  expect(of(events, 'kept').filter(({ sample }) => sample.part === 'agents').length).toBeGreaterThan(1);
  expect(underway.most).toBe(3);
  expect(spent().requests).toBe(of(events, 'said').length);
});

test('an endpoint that is gone ends the run as failed, and it goes on when it is back', async () => {
  const { send } = chattyEndpoint();
  const prices = { prompt: 0, completion: 0 };
  let answers = 0;
  const failing: Send = async (body, signal) =>
    ++answers > 6 ? { status: 401, retryAfter: null, body: 'no key' } : send(body, signal);
  const engineOf = (how: Send) =>
    openaiTeacher({
      model: 'm',
      send: how,
      inFlight: 2,
      contextLength: 32_768,
      prices,
      firstDelay: 1,
    }).engineFor();
  const options = { ...OPTIONS, rounds: 1 };
  const before = await eventsOf(contextOf({ engine: engineOf(failing), options }));
  expect(before.at(-1)).toMatchObject({
    type: 'ended',
    how: 'failed',
    message: expect.stringContaining('401'),
  });
  const past = before.reduce((folded, event) => folded.fold(event), new Past());
  const after = await eventsOf(contextOf({ engine: engineOf(send), options, past }));
  expect(after.at(-1)).toMatchObject({ how: 'finished' });
  const twice = of([...before, ...after], 'said').map(({ request }) => request);
  expect(new Set(twice).size).toBe(twice.length);
});
