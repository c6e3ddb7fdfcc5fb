import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { readLastLines } from '../../store/studio-jobs.ts';
import { totalOf } from '../../studio/jobs/settings.ts';
import type { OutcomeLine } from '../../studio/jobs/taught.ts';
import { JobFrame } from '../job-frame.tsx';
import { useLoaded } from '../state.ts';
import { count } from '../words.ts';
import { titleOf } from './commands.ts';
import type { Jobs, ShownJob } from './jobs.ts';

/** One job: how far it is, what it kept and dropped and why, and what it made. */
export function JobCard({ job, jobs }: { job: ShownJob; jobs: Jobs }): VNode {
  const { settings, tally } = job;
  const total = totalOf(settings);
  const progress = { done: tally.done, total, ended: tally.done >= total, of: total.toLocaleString('en') };
  return (
    <JobFrame {...{ job, jobs, progress }} title={titleOf(settings)} savable={tally.steps > 0}>
      {tally.steps > 0 && <Made job={job} />}
    </JobFrame>
  );
}

function Made({ job: { id, settings, tally, stop } }: { job: ShownJob }): VNode {
  const { kept, dropped, rows, formatFailures, spent } = tally;
  const taught = 'teacher' in settings;
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
