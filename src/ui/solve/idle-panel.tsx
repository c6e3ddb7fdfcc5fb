import type { VNode } from 'preact';
import type { SolveOptions } from '../../agents/events.ts';
import { useApp } from '../app-state.ts';
import { useValue } from '../state.ts';
import { count } from '../words.ts';
import type { Lane } from './lanes.ts';
import { EMPTY_RUN } from './run-view.ts';
import { RunTimeline } from './timeline.tsx';

/** Before the first run: the empty lanes, each with what will happen in it. */
export function IdlePanel(): VNode {
  const { solve } = useValue(useApp().settings);
  return (
    <div class="run idle">
      <RunTimeline
        view={EMPTY_RUN}
        live={false}
        selected={null}
        select={() => {}}
        hover={() => {}}
        captions={captionsOf(solve)}
      />
    </div>
  );
}

function captionsOf(options: SolveOptions): Record<Lane['name'], string> {
  const { rounds } = options;
  return {
    retriever: 'recalls a similar problem and its technique',
    ...(options.earlyStop ? oneFirst(options) : allAtOnce(options)),
    debugger: rounds === 0 ? 'is left out' : `mends what came closest, ${count(rounds, 'round')} at most`,
    judge: 'runs them on the samples, and the chosen one on the hidden tests',
  };
}

type Written = Record<'planner' | 'coder', string>;

function allAtOnce({ plans, programsPerPlan, direct }: SolveOptions): Written {
  const unplanned = direct === 0 ? '' : `, and ${direct} without a plan if none passes`;
  return {
    planner: `writes ${count(plans, 'plan')}`,
    coder: `writes ${count(programsPerPlan, 'program')} for each plan${unplanned}`,
  };
}

function oneFirst({ plans, programsPerPlan, direct }: SolveOptions): Written {
  const later = [];
  if (direct > 0) later.push(`${direct} without a plan`);
  if (plans * programsPerPlan > 1) later.push(`${programsPerPlan} for each plan`);
  return {
    planner: plans === 1 ? 'writes one plan' : `writes one plan, and ${plans - 1} more if no program passes`,
    coder: ['writes one program', ...later].join(', then if none passes '),
  };
}
