import type { Reader } from '../judge/import/reader.ts';
import {
  alike,
  amount,
  between,
  bool,
  type Check,
  fields,
  ifThere,
  listOf,
  mapOf,
  name,
  oneOf,
  orNull,
  text,
  whole,
} from '../judge/import/shape.ts';
import type { LanguageRun } from '../store/records.ts';
import { ACTS } from '../studio/agents/acts/act.ts';
import { FORMS, type LanguageEvent } from '../studio/agents/events.ts';
import type { Memory } from '../studio/agents/memory.ts';
import { CRITERIA } from '../studio/seeds/rubric.ts';

const texts = (...keys: string[]) => alike(text, ...keys);
const example = fields(texts('input', 'output'));
const plan = fields({ steps: listOf(text), confidence: ifThere(amount) });
const proposal = fields({ ...texts('title', 'instruction'), samples: listOf(example), inputs: listOf(text) });
const memory = fields({
  language: name,
  written: listOf(fields(texts('title', 'instruction'))),
  ...alike(listOf(text), 'merits', 'faults'),
});
const snippet = fields({ ...alike(name, 'id', 'language'), ...texts('source', 'name') });
const failedRun = fields(texts('input', 'expected', 'actual'));
const cause = name;
const origin = oneOf(['sample', 'test', 'generated']);

const options = fields({
  agents: listOf(name),
  form: oneOf(FORMS),
  ...alike(whole, 'rounds', 'discussions', 'turns', 'budget', 'solutions', 'mends'),
  memory: bool,
  ...alike(amount, 'seed', 'temperature'),
});

const place = fields({
  round: whole,
  discussion: orNull(whole),
  act: oneOf(ACTS),
  ...alike(whole, 'turn', 'number'),
  agent: name,
});

const asked = { request: name, place };

const sample = fields({
  part: oneOf(['seed', 'agents']),
  language: name,
  ...texts('title', 'instruction', 'source'),
  plan,
  tests: listOf(fields({ ...texts('input', 'output'), origin })),
  rejected: listOf(fields({ source: text, plan, cause, run: failedRun })),
  provenance: fields({
    seed: fields(texts('id', 'name')),
    form: oneOf([...FORMS, 'seed']),
    proposedBy: text,
    ...alike(listOf(text), 'agents', 'agreeing'),
    memories: mapOf(text),
    overruled: bool,
  }),
});

const EVENTS: Record<LanguageEvent['type'], Check> = {
  started: fields({ options, memories: listOf(memory), ...texts('model', 'executor') }),
  snippet: fields({ snippet }),
  seeded: fields({
    seed: fields({
      ...texts('id', 'name', 'source'),
      language: name,
      proposal,
      scores: fields(alike(between(0, 5), ...CRITERIA)),
    }),
  }),
  asked: fields({ ...asked, prompt: listOf(fields(texts('role', 'content'))) }),
  said: fields({
    ...asked,
    text,
    formatFailure: orNull(text),
    usage: fields(alike(amount, 'promptTokens', 'computedPromptTokens', 'completionTokens')),
  }),
  agreed: fields({ proposal, by: name, how: text }),
  tested: fields({ inputs: listOf(fields({ id: name, input: text, claim: orNull(text), origin })) }),
  ran: fields({
    solution: fields({
      // A seed's own answer has the number −1.
      id: between(-1, Number.MAX_SAFE_INTEGER),
      language: name,
      source: text,
      plan,
      by: oneOf(['agent', 'seed']),
      parent: orNull(amount),
    }),
    runs: listOf(fields({ id: name, printed: orNull(text), fault: text })),
  }),
  kept: fields({ sample }),
  dropped: fields({
    what: oneOf(['snippet', 'seed', 'proposal', 'solution']),
    ...texts('title', 'language', 'detail'),
    cause,
    source: orNull(text),
    failedRun: orNull(failedRun),
  }),
  discussed: () => {},
  remembered: fields({ agent: name, remembered: memory }),
  'round over': () => {},
  ended: fields({ how: oneOf(['finished', 'stopped', 'failed']), message: text }),
};
const TYPES = Object.keys(EVENTS) as LanguageEvent['type'][];

/** What an agent remembers, checked. */
export function readMemory(json: Reader): Memory {
  memory(json);
  return json.value as Memory;
}

/** A run of the language agents as it was begun, checked. */
export function readLanguageRun(json: Reader): LanguageRun {
  fields({
    id: name,
    startedAt: amount,
    options,
    engine: (engine) => {
      const is = engine.at('is').oneOf(['script', 'model', 'endpoint']);
      if (is === 'endpoint') engine.at('name').name();
    },
    snippets: orNull(listOf(snippet)),
    memories: listOf(memory),
  })(json);
  return json.value as LanguageRun;
}

/** Its events, which name it, in order. */
export function readLanguageEvents(list: Reader, run: string): LanguageEvent[] {
  let next = 0;
  for (const event of list.items()) {
    if (event.at('run').value !== run) event.at('run').fail(`should be “${run}”, as its run is called.`);
    next = event.at('seq').number(next, Number.MAX_SAFE_INTEGER) + 1;
    fields({
      round: whole,
      discussion: orNull(whole),
      key: text,
      measured: fields({ at: amount }),
    })(event);
    EVENTS[event.at('type').oneOf(TYPES)](event);
  }
  return list.value as LanguageEvent[];
}
