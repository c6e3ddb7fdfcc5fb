import type { VNode } from 'preact';
import { cacheCost } from '../../llm/mlc/memory.ts';
import type { ModelFacts } from '../../models/store.ts';
import type { ModelChoice } from '../../store/settings.ts';
import { bytes, count } from '../words.ts';

const LENGTHS = [1024, 2048, 4096, 8192, 16384, 32768];

interface Props {
  about: ModelFacts;
  choice: ModelChoice;
  locked: boolean;
  choose(next: ModelChoice): void;
}

/** The longest text that a compiled library makes room for, with what its keys and values take where that is known. */
export function ContextSetting({ about, choice, locked, choose }: Props): VNode {
  const { cache, quantisation, contextLength: longest } = about;
  const costOf = (length: number) =>
    cache ? ` · ${bytes(cacheCost({ ...cache, quantisation }, length).bytes)}` : '';
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
        {LENGTHS.filter((length) => longest === null || length <= longest).map((length) => (
          <option key={length} value={length}>
            {count(length, 'token')}
            {costOf(length)}
          </option>
        ))}
      </select>
    </label>
  );
}
