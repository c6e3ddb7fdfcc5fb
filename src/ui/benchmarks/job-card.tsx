import type { VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { BENCHMARKS } from '../../studio/benchmarks/benchmark.ts';
import type { Listing } from '../../studio/benchmarks/listing.ts';
import { type BenchmarkSettings, plannedRuns } from '../../studio/benchmarks/plan.ts';
import { reportsOf } from '../../studio/benchmarks/report.ts';
import { captionOf, toMarkdown } from '../../studio/benchmarks/report-text.ts';
import { methodName } from '../../studio/benchmarks/row.ts';
import { useApp } from '../app-state.ts';
import { ConfirmButton } from '../confirm-button.tsx';
import { CopyButton } from '../copy-button.tsx';
import { count, moment } from '../words.ts';
import type { Jobs, ShownJob } from './jobs.ts';
import { Tables } from './tables.tsx';

/** A job in a line, e.g. `CodeContests · 4 methods · 24,000 tokens · python`. */
const titleOf = ({ benchmark, methods, tokens, language }: BenchmarkSettings): string =>
  [
    BENCHMARKS[benchmark].name,
    count(methods.length, 'method'),
    `${tokens.toLocaleString('en')} tokens a problem`,
    language,
  ].join(' · ');

/** One job: how far it is, what it does now, and the tables that fill up meanwhile. */
export function JobCard({
  job,
  jobs,
  listing,
}: {
  job: ShownJob;
  jobs: Jobs;
  listing: Listing | null;
}): VNode {
  const app = useApp();
  const { id, settings, rows, now, error, stop, startedAt } = job;
  const total = listing ? plannedRuns(listing, settings).length : rows.length;
  const done = listing !== null && rows.length >= total;
  const reports = useMemo(() => reportsOf(rows), [rows]);
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
        {rows.length > 0 && listing && (
          <button type="button" aria-disabled={saving} onClick={() => saving || void save()}>
            {saving ? 'Packing…' : 'Save as zip'}
          </button>
        )}
        {rows.length > 0 && <CopyButton label="Copy as Markdown" text={toMarkdown(reports)} />}
        {!stop && <ConfirmButton label="Delete" act={() => void jobs.remove(id).catch(trouble)} />}
      </header>
      <p role="status">
        <progress value={rows.length} max={Math.max(1, total)} aria-label="Done" />{' '}
        <span>
          {rows.length.toLocaleString('en')} of {count(total, 'run')}, {state}
        </span>
        {now && (
          <span class="soft">
            {' '}
            · {now.problem.title}, {methodName(now.method)}
          </span>
        )}
      </p>
      {!listing && (
        <p class="notice">
          The problems of this job are not here any more. Bring their files again to go on, or to save it.
        </p>
      )}
      {error && (
        <p class="notice error" role="alert">
          {error.message}
        </p>
      )}
      {reports.map((report) => (
        <div key={`${report.model} ${report.base}`} class="benchmark-report">
          {captionOf(report).map((sentence) => (
            <p key={sentence} class="soft">
              {sentence}
            </p>
          ))}
          <Tables report={report} />
        </div>
      ))}
    </article>
  );
}
