import type { VNode } from 'preact';
import type { Problem } from '../../judge/problem.ts';
import { useApp } from '../app-state.ts';
import { readyValue } from '../loading.ts';
import { hrefOf, type PageName } from '../route.ts';
import { useValue } from '../state.ts';
import './picker.css';

/** Goes from problem to problem on the same page. */
export function ProblemPicker({ page, problem }: { page: PageName; problem: Problem }): VNode {
  const app = useApp();
  const listed = readyValue(useValue(app.problems)) ?? [];
  const own = listed.filter(({ bundled }) => !bundled);
  const bundled = listed.filter((entry) => entry.bundled);
  const go = (id: string) => {
    location.hash = hrefOf(page, id);
  };
  return (
    <div class="problem-picker">
      <label class="hidden-label" for="problem">
        Problem
      </label>
      <select id="problem" value={problem.id} onChange={({ currentTarget }) => go(currentTarget.value)}>
        {own.length > 0 && <Group label="Yours" problems={own.map((entry) => entry.problem)} />}
        <Group label="Bundled" problems={bundled.map((entry) => entry.problem)} />
      </select>
      <a class="button" href={hrefOf('problems')}>
        Bring one
      </a>
    </div>
  );
}

function Group({ label, problems }: { label: string; problems: Problem[] }): VNode {
  return (
    <optgroup label={label}>
      {problems.map(({ id, title }) => (
        <option key={id} value={id}>
          {title}
        </option>
      ))}
    </optgroup>
  );
}
