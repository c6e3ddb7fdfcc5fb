import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { BENCHMARKS } from '../../studio/benchmarks/benchmark.ts';
import type { Listing } from '../../studio/benchmarks/listing.ts';
import { type BenchmarkSettings, plannedRuns } from '../../studio/benchmarks/plan.ts';
import { reportsOf } from '../../studio/benchmarks/report.ts';
import { captionOf, toMarkdown } from '../../studio/benchmarks/report-text.ts';
import { methodName } from '../../studio/benchmarks/row.ts';
import { CopyButton } from '../copy-button.tsx';
import { JobFrame } from '../job-frame.tsx';
import { count } from '../words.ts';
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
  const { settings, rows, now } = job;
  const total = listing ? plannedRuns(listing, settings).length : rows.length;
  const ended = listing !== null && rows.length >= total;
  const reports = useMemo(() => reportsOf(rows), [rows]);
  return (
    <JobFrame
      {...{ job, jobs }}
      title={titleOf(settings)}
      progress={{ done: rows.length, total, ended, of: count(total, 'run') }}
      savable={rows.length > 0 && listing !== null}
      more={rows.length > 0 && <CopyButton label="Copy as Markdown" text={toMarkdown(reports)} />}
      now={
        now && (
          <span class="soft">
            {' '}
            · {now.problem.title}, {methodName(now.method)}
          </span>
        )
      }
      notice={
        !listing && (
          <p class="notice">
            The problems of this job are not here any more. Bring their files again to go on, or to save it.
          </p>
        )
      }
    >
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
    </JobFrame>
  );
}
