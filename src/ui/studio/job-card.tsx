import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { readLastLines } from '../../store/studio-jobs.ts';
import { totalOf } from '../../studio/jobs/settings.ts';
import type { OutcomeLine } from '../../studio/jobs/taught.ts';
import { useApp } from '../app-state.ts';
import { ConfirmButton } from '../confirm-button.tsx';
import { useLoaded } from '../state.ts';
import { count, moment } from '../words.ts';
import { titleOf } from './commands.ts';
import type { Jobs, ShownJob } from './jobs.ts';

/** One job: how far it is, what it kept and dropped and why, and what it made. */
export function JobCard({ job, jobs }: { job: ShownJob; jobs: Jobs }): VNode {
  const app = useApp();
  const { id, settings, tally, error, stop, startedAt } = job;
  const total = totalOf(settings);
  const done = tally.done >= total;
  const [saving, setSaving] = useState(false);
  const trouble = (reason: Error) => app.trouble.set(reason);
  const save = async () => {
    setSaving(true);
    await jobs.save(id).catch(trouble);
    setSaving(false);
  };
  const state = stop ? 'running' : done ? 'done' : error ? 'stopped by an error' : 'stopped';
  return (
    <article class="studio-job" aria-label={titleOf(settings)}>
      <header>
        <h3>{titleOf(settings)}</h3>
        <span class="soft">{moment(startedAt)}</span>
        {stop && (
          <button type="button" onClick={stop}>
            Stop
          </button>
        )}
        {!stop && !done && (
          <button type="button" onClick={() => void jobs.goOn(id)}>
            Go on
          </button>
        )}
        {tally.steps > 0 && (
          <button type="button" aria-disabled={saving} onClick={() => saving || void save()}>
            {saving ? 'Packing…' : 'Save as zip'}
          </button>
        )}
        {!stop && <ConfirmButton label="Delete" act={() => void jobs.remove(id).catch(trouble)} />}
      </header>
      <p role="status">
        <progress value={tally.done} max={total} aria-label="Done" />{' '}
        <span>
          {tally.done.toLocaleString('en')} of {total.toLocaleString('en')}, {state}
        </span>
      </p>
      {error && (
        <p class="notice error" role="alert">
          {error.message}
        </p>
      )}
      {tally.steps > 0 && <Made job={job} />}
    </article>
  );
}

function Made({ job: { id, settings, tally, stop } }: { job: ShownJob }): VNode {
  const { kept, dropped, rows, formatFailures, spent } = tally;
  const taught = settings.command === 'distill' || settings.command === 'supervise';
  const causes = Object.entries(dropped).sort(([, p], [, q]) => q - p);
  const files = Object.entries(rows).filter(([file]) => file !== 'outcomes');
  const facts: [string, string][] = [
    ['Kept', taught ? count(kept, 'problem') : count(kept, 'row')],
    ...causes.map(([cause, times]): [string, string] => [`Dropped: ${cause}`, times.toLocaleString('en')]),
    ...files.map(([file, lines]): [string, string] => [`${file}.jsonl`, count(lines, 'row')]),
  ];
  if (formatFailures > 0) facts.push(['Could not be read', count(formatFailures, 'answer')]);
  if (spent.requests > 0)
    facts.push([
      'Asked',
      `${count(spent.requests, 'request')}, ${count(spent.promptTokens, 'prompt token')}, ${count(spent.completionTokens, 'token')} written`,
    ]);
  return (
    <>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {taught && <Outcomes id={id} steps={tally.steps} />}
      <Latest id={id} files={files.map(([file]) => file)} steps={tally.steps} moving={stop !== null} />
    </>
  );
}

const OUTCOMES = 50;

/** What became of each problem, the latest first. */
function Outcomes({ id, steps }: { id: string; steps: number }): VNode {
  const [open, setOpen] = useState(false);
  const { value } = useLoaded(
    async () => (open ? await readLastLines(id, 'outcomes', steps, OUTCOMES) : []),
    `${open} ${steps}`,
  );
  // While more is read, what was there stands.
  const [shown, setShown] = useState<string[]>([]);
  if (value && value !== shown) setShown(value);
  const outcomes = shown.map((line) => JSON.parse(line) as OutcomeLine);
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>What became of each problem{steps > OUTCOMES && `, the last ${OUTCOMES}`}</summary>
      <div class="table-frame">
        <table class="studio-outcomes">
          <thead>
            <tr>
              <th scope="col">Problem</th>
              <th scope="col">Kept</th>
              <th scope="col">Rows, or why it was dropped</th>
              <th scope="col">Detail</th>
            </tr>
          </thead>
          <tbody>
            {outcomes.map(({ index, title, kept, why, detail }) => (
              <tr key={index}>
                <td>{title}</td>
                <td>{kept ? 'kept' : 'dropped'}</td>
                <td>{why}</td>
                <td>{detail}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

interface LatestProps {
  id: string;
  files: string[];
  steps: number;
  moving: boolean;
}

/** The last row of a file, as it was written. */
function Latest({ id, files, steps, moving }: LatestProps): VNode | null {
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const file = chosen ?? files.at(-1) ?? '';
  // What moves by is of no use to a reader: the row stands until the job stops or another file is chosen.
  const { value } = useLoaded(
    async () => (open ? await readLastLines(id, file, steps, 1) : []),
    `${open} ${file} ${moving ? '' : steps}`,
  );
  if (files.length === 0) return null;
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>Its latest row</summary>
      {files.length > 1 && (
        <label>
          File{' '}
          <select value={file} onChange={({ currentTarget }) => setChosen(currentTarget.value)}>
            {files.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
      )}
      {value?.map((line) => (
        <pre class="wrapped" key={line}>
          {JSON.stringify(JSON.parse(line), null, 1)}
        </pre>
      ))}
    </details>
  );
}
