import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Problem } from '../../judge/problem.ts';
import { duration } from '../words.ts';
import { Accepted } from './accepted.tsx';
import { Clusters } from './clusters.tsx';
import { Detail } from './detail.tsx';
import { Found } from './found.tsx';
import type { Selection } from './lanes.ts';
import { type Hovered, Peek } from './peek.tsx';
import { ReplayControls } from './replay-controls.tsx';
import { RunFacts } from './run-facts.tsx';
import type { RunView } from './run-view.ts';
import { Streams } from './streams.tsx';
import { RunTimeline } from './timeline.tsx';
import { CandidateTree } from './tree.tsx';
import type { Replay } from './use-replay.ts';

interface Props {
  view: RunView;
  live: boolean;
  problem: Problem | null;
  /** The way through a run that is over; null while there is none. */
  replay?: Replay | null;
}

/** One run, live or from the archive: the same picture from the same events. */
export function RunPanel({ view: latest, live, problem, replay = null }: Props): VNode {
  const view = replay?.view ?? latest;
  const whole = !replay || replay.at >= replay.recording.span;
  const [selected, select] = useState<Selection | null>(null);
  const [hovered, hover] = useState<Hovered | null>(null);
  const panel = useRef<HTMLDivElement>(null);
  // In a narrow window the run begins below the statement; whoever started it wants to see it.
  useEffect(() => {
    if (live) panel.current?.scrollIntoView({ block: 'nearest' });
  }, [live]);
  const writing = live || !whole || !view.chosen;
  return (
    <div class="run" ref={panel}>
      <p class="run-state" role="status">
        {stateOf(view, live || !whole)}
      </p>
      <RunFacts view={view} live={live} />
      <Found view={view} />
      {replay && <ReplayControls replay={replay} />}
      <RunTimeline
        {...{ view, live, selected, select, hover }}
        replayed={replay && { span: replay.recording.span, at: replay.at }}
      />
      <CandidateTree {...{ view, selected, select, hover }} />
      {hovered && <Peek hovered={hovered} view={view} />}
      {selected && <Detail view={view} selection={selected} problem={problem} close={() => select(null)} />}
      <Clusters view={view} />
      <Accepted view={view} problem={problem} />
      {writing && !selected && <Streams view={view} />}
    </div>
  );
}

/** One sentence: what the run does now, or how it ended. */
function stateOf(view: RunView, goesOn: boolean): string {
  const { ended, requests, grade, chosen } = view;
  if (ended) {
    const graded =
      grade && grade.tests.length > 0
        ? ` Graded ${grade.verdict} on ${grade.tests.length} hidden tests.`
        : '';
    // Of a solved run the program below says the rest.
    const message = ended.how === 'solved' || ended.how === 'stopped' ? '' : ` ${ended.message}`;
    return `${ENDINGS[ended.how]} after ${duration(ended.at - view.from)}.${message}${graded}`;
  }
  if (!goesOn) return 'Interrupted: the page was closed before this run ended.';
  if (chosen) return 'Grading the chosen program on the hidden tests…';
  const open = requests.filter(({ answered }) => !answered);
  const [first] = open;
  if (!first) return requests.length === 0 ? 'Starting…' : 'Judging…';
  return `Round ${first.round}: the ${first.role} is writing${open.length > 1 ? `, ${open.length} at once` : ''}…`;
}

const ENDINGS = { solved: 'Solved', 'gave up': 'Gave up', stopped: 'Stopped', failed: 'Failed' } as const;
