import type { VNode } from 'preact';
import type { ListedProblem } from '../app-state.ts';
import { type Filter, ORDERS, tagsOf } from './filter.ts';

interface Props {
  problems: readonly ListedProblem[];
  filter: Filter;
  change(part: Partial<Filter>): void;
}

const PROGRESS: Record<Filter['progress'], string> = {
  all: 'Any progress',
  new: 'Not tried',
  tried: 'Tried',
  solved: 'Solved',
};

/** Search, tag, progress and order. */
export function FilterBar({ problems, filter, change }: Props): VNode {
  const tags = tagsOf(problems);
  return (
    <search class="filter-bar">
      <input
        type="search"
        aria-label="Search the problems"
        placeholder="Search title, source, tag"
        value={filter.query}
        onInput={({ currentTarget }) => change({ query: currentTarget.value })}
      />
      {tags.length > 0 && (
        <select
          aria-label="Tag"
          value={filter.tag}
          onChange={({ currentTarget }) => change({ tag: currentTarget.value })}
        >
          <option value="">Any tag</option>
          {tags.map((tag) => (
            <option key={tag} value={tag}>
              {tag}
            </option>
          ))}
        </select>
      )}
      <select
        aria-label="Progress"
        value={filter.progress}
        onChange={({ currentTarget }) => change({ progress: currentTarget.value as Filter['progress'] })}
      >
        {Object.entries(PROGRESS).map(([id, label]) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
      </select>
      <select
        aria-label="Order"
        value={filter.order}
        onChange={({ currentTarget }) => change({ order: currentTarget.value as Filter['order'] })}
      >
        {ORDERS.map((order) => (
          <option key={order} value={order}>
            {order[0]!.toUpperCase() + order.slice(1)}
          </option>
        ))}
      </select>
    </search>
  );
}
