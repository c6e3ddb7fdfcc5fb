import type { VNode } from 'preact';
import { cacheCost } from '../../llm/mlc/memory.ts';
import type { ModelChoice } from '../../store/settings.ts';
import { KNOWN_MODELS } from '../../weights/known-models.ts';
import { bytes, count } from '../words.ts';

const LENGTHS = [1024, 2048, 4096, 8192, 16384, 32768];

interface Props {
  choice: ModelChoice;
  locked: boolean;
  choose(next: ModelChoice): void;
}

/** The longest text that a compiled library makes room for, with what its keys and values take where that is known. */
export function ContextSetting({ choice, locked, choose }: Props): VNode {
  const known = KNOWN_MODELS.find(({ id }) => id === choice.model);
  const costOf = (length: number) => (known ? ` · ${bytes(cacheCost(known.config, length).bytes)}` : '');
  const { contextLength, ...rest } = choice;
  return (
    <label>
      for texts of{' '}
      <select
        value={contextLength ?? ''}
        disabled={locked}
        onChange={({ currentTarget: { value } }) =>
          choose(value === '' ? rest : { ...rest, contextLength: Number(value) })
        }
      >
        <option value="">the library's own length</option>
        {LENGTHS.map((length) => (
          <option key={length} value={length}>
            {count(length, 'token')}
            {costOf(length)}
          </option>
        ))}
      </select>
    </label>
  );
}
