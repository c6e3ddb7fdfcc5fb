import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { type Progress, readProgress } from '../../store/submissions.ts';
import { type ListedProblem, useApp } from '../app-state.ts';
import { ConfirmButton } from '../confirm-button.tsx';
import { hrefOf } from '../route.ts';
import { saveJson } from '../save-file.ts';
import { useLoaded } from '../state.ts';
import { count } from '../words.ts';
import { EVERYTHING, type Filter, filtered } from './filter.ts';
import { FilterBar } from './filter-bar.tsx';

const NOTHING_TRIED: ReadonlyMap<string, Progress> = new Map();

/** All problems: the person's own first; searched, filtered, with what was solved marked. */
export function Library({ problems }: { problems: ListedProblem[] }): VNode {
  const [filter, setFilter] = useState<Filter>(EVERYTHING);
  const { value, error } = useLoaded(readProgress, 'progress');
  const progress = value ?? NOTHING_TRIED;
  const own = problems.filter(({ bundled }) => !bundled);
  const bundled = problems.filter((entry) => entry.bundled);
  const shown = filtered([...own, ...bundled], progress, filter);
  const solved = problems.filter(({ problem }) => progress.get(problem.id) === 'solved').length;
  return (
    <>
      {error && <p class="notice error">{error.message}</p>}
      <FilterBar problems={problems} filter={filter} change={(part) => setFilter({ ...filter, ...part })} />
      <p class="soft" role="status">
        {count(shown.length, 'problem')} of {problems.length} · {solved} solved
      </p>
      <div class="table-frame">
        <table class="problem-list">
          <thead>
            <tr>
              <th scope="col">Problem</th>
              <th scope="col">From</th>
              <th scope="col" class="number">
                Rating
              </th>
              <th scope="col" class="number">
                Samples
              </th>
              <th scope="col" class="number">
                Hidden tests
              </th>
              <th scope="col">
                <span class="hidden-label">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((entry) => (
              <ProblemRow
                key={entry.problem.id}
                entry={entry}
                progress={progress.get(entry.problem.id) ?? null}
                chooseTag={(tag) => setFilter({ ...filter, tag })}
              />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

interface RowProps {
  entry: ListedProblem;
  progress: Progress | null;
  chooseTag(tag: string): void;
}

function ProblemRow({ entry: { problem, bundled }, progress, chooseTag }: RowProps): VNode {
  const app = useApp();
  const { id, title, tests, source, tags, rating } = problem;
  const samples = tests.filter(({ origin }) => origin === 'sample').length;
  const remove = () => void app.removeProblem(id);
  return (
    <tr>
      <td>
        <ProgressMark progress={progress} /> <a href={hrefOf('solve', id)}>{title}</a>
        {tags.length > 0 && (
          <div class="tags">
            {tags.map((tag) => (
              <button type="button" class="tag" key={tag} onClick={() => chooseTag(tag)}>
                {tag}
              </button>
            ))}
          </div>
        )}
      </td>
      <td class="soft">{bundled ? 'bundled' : source || 'by hand'}</td>
      <td class={rating === null ? 'number unrated' : 'number'} data-unit="rating">
        {rating ?? '–'}
      </td>
      <td class="number" data-unit={samples === 1 ? 'sample' : 'samples'}>
        {samples}
      </td>
      <td class="number" data-unit="hidden tests">
        {tests.length - samples}
      </td>
      <td class="actions">
        <a href={hrefOf('practice', id)}>Practice</a>
        <button type="button" class="quiet" onClick={() => saveJson(`${title}.json`, problem)}>
          Export
        </button>
        {!bundled && <ConfirmButton label="Remove" act={remove} />}
      </td>
    </tr>
  );
}

const MARKS: Record<Progress, [sign: string, words: string]> = {
  solved: ['✓', 'solved'],
  tried: ['○', 'tried'],
};

/** A sign and its words: a tick for solved, a ring for tried. */
function ProgressMark({ progress }: { progress: Progress | null }): VNode {
  if (!progress) return <span class="progress-mark" />;
  const [sign, words] = MARKS[progress];
  return (
    <span class={`progress-mark ${progress}`} role="img" aria-label={words} title={words}>
      {sign}
    </span>
  );
}
