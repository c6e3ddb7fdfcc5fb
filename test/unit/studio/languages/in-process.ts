import { runInNewContext } from 'node:vm';
import type { Judge, JudgeTask } from '../../../../src/judge/judge.ts';
import type { TestResult } from '../../../../src/judge/verdict.ts';
import {
  DEFAULT_LANGUAGE_OPTIONS,
  type LanguageEvent,
  type LanguageOptions,
} from '../../../../src/studio/agents/events.ts';
import { type LanguageContext, speakLanguages } from '../../../../src/studio/agents/run.ts';
import { scriptedAgents } from '../../../../src/studio/agents/script/engine.ts';
import { snippetsFromFamily } from '../../../../src/studio/seeds/from-family.ts';
import { translate } from '../../../../workers/sandbox/typescript/translate.ts';

/** JavaScript and TypeScript run in this process, in milliseconds; the sandboxes have tests of their own. */
function runHere(language: string, source: string, input: string): { printed: string; error: string } {
  const printed: string[] = [];
  const console = { log: (value: unknown) => printed.push(String(value)) };
  const require = () => ({ readFileSync: () => input });
  let program = source;
  if (language === 'typescript') {
    const translated = translate(source);
    if (!translated.ok || !('source' in translated)) return { printed: '', error: 'not translated' };
    program = translated.source.replace(/^import (.*) from '(.*)';$/m, "const $1 = require('$2');");
  }
  try {
    runInNewContext(program, { console, require }, { timeout: 2000 });
    return { printed: `${printed.join('\n')}\n`, error: '' };
  } catch (error) {
    return { printed: '', error: String(error) };
  }
}

const words = (text: string) => text.split(/\s+/).filter(Boolean).join(' ');

/** A judge of programs in JavaScript and TypeScript, which counts what it ran. */
export function judgeHere(): Judge & { judged: string[] } {
  const judged: string[] = [];
  return {
    judged,
    async *judge({ submission, tests }: JudgeTask): AsyncGenerator<TestResult> {
      judged.push(submission.source);
      for (const { id, input, answers } of tests) {
        const { printed, error } = runHere(submission.language, submission.source, input);
        const verdict = error ? 'RE' : answers.some((one) => words(one) === words(printed)) ? 'AC' : 'WA';
        yield { id, verdict, detail: error, stdout: printed, stderr: error, measured: { ms: 0 } };
      }
    },
  };
}

export const OPTIONS: LanguageOptions = {
  ...DEFAULT_LANGUAGE_OPTIONS,
  ...{ agents: ['javascript', 'typescript'], rounds: 2, discussions: 2, seed: 5 },
};

/** A run's context over the scripted agents and this process's judge; `change` says what is different. */
export const contextOf = (change: Partial<LanguageContext> = {}): LanguageContext => {
  const options = change.options ?? OPTIONS;
  return {
    ...{ engine: scriptedAgents(), judge: judgeHere(), options, exams: [], memories: [], run: 'run' },
    snippets: snippetsFromFamily(7, options.agents),
    signal: new AbortController().signal,
    now: () => 0,
    ...change,
  };
};

/** All stored events of a run. */
export async function eventsOf(context: LanguageContext): Promise<LanguageEvent[]> {
  const events: LanguageEvent[] = [];
  for await (const event of speakLanguages(context)) if (!('live' in event)) events.push(event);
  return events;
}

export const of = <Type extends LanguageEvent['type']>(events: readonly LanguageEvent[], type: Type) =>
  events.filter((event): event is Extract<LanguageEvent, { type: Type }> => event.type === type);
