import type { VNode } from 'preact';
import type { SolveOptions } from '../../agents/events.ts';
import { useApp } from '../app-state.ts';
import { useValue } from '../state.ts';
import { count, duration } from '../words.ts';

interface NumberOption {
  name: 'plans' | 'programsPerPlan' | 'direct' | 'rounds' | 'seed' | 'temperature' | 'thinking';
  label: string;
  min: number;
  max: number;
  step: number;
}

const NUMBERS: NumberOption[] = [
  { name: 'plans', label: 'Plans', min: 1, max: 8, step: 1 },
  { name: 'programsPerPlan', label: 'Programs each', min: 1, max: 8, step: 1 },
  { name: 'direct', label: 'Without a plan', min: 0, max: 8, step: 1 },
  { name: 'rounds', label: 'Mending rounds', min: 0, max: 8, step: 1 },
  { name: 'seed', label: 'Seed', min: 0, max: 0xffffffff, step: 1 },
  { name: 'temperature', label: 'Temperature', min: 0, max: 2, step: 0.1 },
];

/** Of a model that thinks before it answers. */
const THINKING: NumberOption = {
  ...{ name: 'thinking', label: 'Tokens to think, each answer' },
  ...{ min: 0, max: 32768, step: 1 },
};
interface Budget {
  name: keyof SolveOptions['budget'];
  label: string;
  /** How many of the option's units one of the shown ones is. */
  unit: number;
}

const BUDGETS: Budget[] = [
  { name: 'ms', label: 'Seconds at most', unit: 1000 },
  { name: 'tokens', label: 'Tokens at most', unit: 1 },
];

interface Switch {
  name: 'earlyStop' | 'cluster' | 'archive' | 'trace';
  label: string;
  title: string;
}

const SWITCHES: Switch[] = [
  {
    name: 'earlyStop',
    label: 'Early stop',
    title:
      'One plan and its program first, then programs without a plan, and the others only if all of these fail a sample',
  },
  {
    name: 'cluster',
    label: 'Compare programs',
    title:
      'Of several programs that pass every sample, take the one that agrees with most on generated inputs',
  },
  {
    name: 'archive',
    label: 'Use the archive',
    title: 'Look for similar problems among the solved and the bundled ones first',
  },
  {
    name: 'trace',
    label: 'Traces',
    title: 'Tell the debugger how the variables changed on the failing test',
  },
];

/** How the next run is made; kept as the person leaves it. */
export function Options(): VNode {
  const app = useApp();
  const { solve } = useValue(app.settings);
  const loading = useValue(app.model.engine);
  const thinks = loading.is === 'ready' && loading.value.info.thinks;
  const change = (part: Partial<SolveOptions>) => app.changeSettings({ solve: { ...solve, ...part } });
  return (
    <details class="options">
      <summary>{summaryOf(solve, thinks)}</summary>
      <fieldset>
        <legend class="hidden-label">Options</legend>
        {(thinks ? [...NUMBERS, THINKING] : NUMBERS).map(({ name, label, min, max, step }) => (
          <label key={name}>
            {label}
            <input
              type="number"
              {...{ min, max, step }}
              value={solve[name]}
              onChange={({ currentTarget: input }) => {
                if (input.value !== '' && input.checkValidity()) change({ [name]: input.valueAsNumber });
                else input.value = String(solve[name]);
              }}
            />
          </label>
        ))}
        {BUDGETS.map(({ name, label, unit }) => {
          const shown = solve.budget[name] === null ? '' : String(solve.budget[name] / unit);
          return (
            <label key={name}>
              {label}
              <input
                type="number"
                {...{ min: 1, step: 1 }}
                placeholder="no limit"
                value={shown}
                onChange={({ currentTarget: input }) => {
                  const most = input.validity.badInput || !input.checkValidity() ? undefined : input.value;
                  if (most === undefined) input.value = shown;
                  else
                    change({ budget: { ...solve.budget, [name]: most === '' ? null : Number(most) * unit } });
                }}
              />
            </label>
          );
        })}
        <label>
          Language
          <select
            value={solve.language}
            onChange={({ currentTarget: { value } }) =>
              change({ language: value, via: solve.via === value ? null : solve.via })
            }
          >
            {app.languages.map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <label title="Write programs in a language that the model knows better, and carry the accepted one over">
          Written via
          <select
            value={solve.via ?? ''}
            onChange={({ currentTarget }) => change({ via: currentTarget.value || null })}
          >
            <option value="">no other language</option>
            {app.languages
              .filter(({ id }) => id !== solve.language)
              .map(({ id, label }) => (
                <option key={id} value={id}>
                  {label}
                </option>
              ))}
          </select>
        </label>
        {SWITCHES.map(({ name, label, title }) => (
          <label key={name} title={title} class="switch">
            <input
              type="checkbox"
              checked={solve[name]}
              onChange={({ currentTarget }) => change({ [name]: currentTarget.checked })}
            />
            {label}
          </label>
        ))}
      </fieldset>
    </details>
  );
}

function summaryOf(
  { plans, programsPerPlan, rounds, seed, temperature, thinking, budget, earlyStop }: SolveOptions,
  thinks: boolean,
): string {
  const most = earlyStop && plans * programsPerPlan > 1 ? 'up to ' : '';
  const programs = `${most}${count(plans, 'plan')} × ${count(programsPerPlan, 'program')}`;
  const thoughts = thinking === 0 ? 'no thinking' : `thinking up to ${count(thinking, 'token')}`;
  const sampling = `seed ${seed}, temperature ${temperature}${thinks ? `, ${thoughts}` : ''}`;
  const limits = [
    budget.ms === null ? '' : `, ${duration(budget.ms)} at most`,
    budget.tokens === null ? '' : `, ${count(budget.tokens, 'token')} at most`,
  ].join('');
  return `${programs}, ${count(rounds, 'mending round')}, ${sampling}${limits}`;
}
