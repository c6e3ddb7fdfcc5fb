import type { SolveEvent } from '../../agents/events.ts';
import { type Snippet, snippetOf } from './snippet.ts';

/** The programs of finished solves that passed every test, one a run, in the order of the events. */
export function* snippetsFromRuns(events: Iterable<SolveEvent>): Generator<Snippet> {
  const titles = new Map<string, string>();
  const programs = new Map<string, { language: string; source: string }>();
  for (const event of events) {
    if (event.type === 'started') titles.set(event.run, event.title);
    else if (event.type === 'judged') programs.set(`${event.run}/${event.candidate.id}`, event.candidate);
    else if (event.type === 'graded' && (event.verdict === 'AC' || event.verdict === 'SK')) {
      const program = programs.get(`${event.run}/${event.candidate}`);
      if (program)
        yield snippetOf(program.language, program.source, titles.get(event.run) ?? 'a run of the solve loop');
    }
  }
}
