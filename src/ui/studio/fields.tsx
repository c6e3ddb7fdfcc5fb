import type { VNode } from 'preact';

interface NumberProps {
  label: string;
  value: number;
  min?: number;
  max?: number;
  set(value: number): void;
}

/** A whole number; what is none puts the last one back. */
export function NumberField({ label, value, min = 0, max = 1_000_000, set }: NumberProps): VNode {
  return (
    <label>
      {label}
      <input
        type="number"
        {...{ min, max, value }}
        step={1}
        // As it is typed: Enter in the field begins a job with what stands there.
        onInput={({ currentTarget: input }) => isWhole(input) && set(input.valueAsNumber)}
        onChange={({ currentTarget: input }) => {
          if (!isWhole(input)) input.value = String(value);
        }}
      />
    </label>
  );
}

const isWhole = (input: HTMLInputElement): boolean => input.value !== '' && input.checkValidity();

interface ChoiceProps {
  label: string;
  value: string;
  choices: readonly (readonly [value: string, label: string])[];
  set(value: string): void;
}

export function ChoiceField({ label, value, choices, set }: ChoiceProps): VNode {
  return (
    <label>
      {label}
      <select value={value} onChange={({ currentTarget }) => set(currentTarget.value)}>
        {choices.map(([choice, name]) => (
          <option key={choice} value={choice}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
