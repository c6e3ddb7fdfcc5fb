import type { VNode } from 'preact';
import type { SolveOptions } from '../../agents/events.ts';
import { useApp } from '../app-state.ts';
import { useValue } from '../state.ts';
import { count } from '../words.ts';

interface NumberOption {
  name: 'plans' | 'programsPerPlan' | 'rounds' | 'seed' | 'temperature';
  label: string;
  min: number;
  max: number;
  step: number;
}

const NUMBERS: NumberOption[] = [
  { name: 'plans', label: 'Plans', min: 1, max: 8, step: 1 },
  { name: 'programsPerPlan', label: 'Programs each', min: 1, max: 8, step: 1 },
  { name: 'rounds', label: 'Mending rounds', min: 0, max: 8, step: 1 },
  { name: 'seed', label: 'Seed', min: 0, max: 0xffffffff, step: 1 },
  { name: 'temperature', label: 'Temperature', min: 0, max: 2, step: 0.1 },
];

/** How the next run is made; kept as the person leaves it. */
export function Options(): VNode {
  const app = useApp();
  const { solve } = useValue(app.settings);
  const change = (part: Partial<SolveOptions>) => app.changeSettings({ solve: { ...solve, ...part } });
  return (
    <details class="options">
      <summary>{summaryOf(solve)}</summary>
      <fieldset>
        <legend class="hidden-label">Options</legend>
        {NUMBERS.map(({ name, label, min, max, step }) => (
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
      </fieldset>
    </details>
  );
}

function summaryOf({ plans, programsPerPlan, rounds, seed, temperature }: SolveOptions): string {
  const programs = `${count(plans, 'plan')} × ${count(programsPerPlan, 'program')}`;
  return `${programs}, ${count(rounds, 'mending round')}, seed ${seed}, temperature ${temperature}`;
}
