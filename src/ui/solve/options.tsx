import type { VNode } from 'preact';
import type { SolveOptions } from '../../agents/events.ts';
import { useApp } from '../app-state.ts';
import { useValue } from '../state.ts';
import { count } from '../words.ts';

interface NumberOption {
  name: 'plans' | 'programsPerPlan' | 'rounds' | 'seed' | 'temperature' | 'thinking';
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

/** Of a model that thinks before it answers. */
const THINKING: NumberOption = {
  ...{ name: 'thinking', label: 'Tokens to think, each answer' },
  ...{ min: 0, max: 32768, step: 1 },
};

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

function summaryOf(
  { plans, programsPerPlan, rounds, seed, temperature, thinking }: SolveOptions,
  thinks: boolean,
): string {
  const programs = `${count(plans, 'plan')} × ${count(programsPerPlan, 'program')}`;
  const thoughts = thinking === 0 ? 'no thinking' : `thinking up to ${count(thinking, 'token')}`;
  const sampling = `seed ${seed}, temperature ${temperature}${thinks ? `, ${thoughts}` : ''}`;
  return `${programs}, ${count(rounds, 'mending round')}, ${sampling}`;
}
