import type { FunctionComponent, VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Problem, Test } from '../../judge/problem.ts';
import type { Language } from '../../sandbox/program.ts';
import { useApp } from '../app-state.ts';
import { useActions } from '../command/actions.ts';
import type { OpenDesk } from '../practice/desk.ts';
import type { Judging } from '../practice/judging.ts';
import './coach.css';

export const PARTS = ['debug', 'stress', 'hints'] as const;
export type Part = (typeof PARTS)[number];

export interface CoachProps {
  problem: Problem;
  desk: OpenDesk;
  language: Language;
  /** The person's program as it stands now. */
  source(): string;
  /** What the last judging showed. */
  judging: Judging | null;
  addTest(input: string, answer: string): void;
  /** Opens a program as a draft of its own. */
  open(language: string, source: string): void;
  /** Brings the coach into sight. */
  show(): void;
}

export interface BodyProps extends CoachProps {
  /** The part that is in sight, and how often one was asked for. */
  asked: { part: Part; times: number };
  tests: readonly Test[];
}

const LABELS: Record<Part, { button: string; action: string; keys: string; shown: string }> = {
  debug: { button: 'Debug mine', action: 'Debug my program', keys: 'Alt+G', shown: 'Alt G' },
  stress: { button: 'Stress mine', action: 'Stress my program', keys: 'Alt+T', shown: 'Alt T' },
  hints: { button: 'Hints', action: 'Hints for this problem', keys: 'Alt+H', shown: 'Alt H' },
};

/** Just enough help to solve the problem alone. The code behind its buttons is read when one is pressed. */
export function Coach(props: CoachProps): VNode {
  const { trouble } = useApp();
  const [asked, setAsked] = useState<BodyProps['asked'] | null>(null);
  const [loaded, setLoaded] = useState<{ Body: FunctionComponent<BodyProps> } | null>(null);
  const ask = (part: Part) => {
    props.show();
    setAsked((before) => ({ part, times: (before?.times ?? 0) + 1 }));
    import('./body.tsx').then(({ CoachBody }) => setLoaded({ Body: CoachBody }), trouble.set);
  };
  useActions(
    'coach',
    PARTS.map((part) => ({
      id: part,
      label: LABELS[part].action,
      keys: LABELS[part].keys,
      run: () => ask(part),
    })),
  );
  return (
    <section class="coach" aria-label="Coach">
      <p class="coach-bar">
        {PARTS.map((part) => (
          <button key={part} type="button" aria-pressed={asked?.part === part} onClick={() => ask(part)}>
            {LABELS[part].button} <kbd>{LABELS[part].shown}</kbd>
          </button>
        ))}
      </p>
      {asked && loaded && (
        <loaded.Body {...props} asked={asked} tests={[...props.problem.tests, ...props.desk.tests]} />
      )}
    </section>
  );
}
