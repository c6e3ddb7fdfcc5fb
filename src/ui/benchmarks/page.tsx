import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { useApp } from '../app-state.ts';
import { OtherTab } from '../frame/other-tab.tsx';
import { hrefOf } from '../route.ts';
import { useValue } from '../state.ts';
import '../studio/studio.css';
import { BeginForm } from './begin-form.tsx';
import { benchmarksOf } from './benchmarks.ts';
import './benchmarks.css';
import { BenchmarkFiles } from './files.tsx';
import { JobCard } from './job-card.tsx';
import { SetCard } from './set-card.tsx';

/** The papers' benchmarks on the model in use, from their own files to a table that others can check. */
export function BenchmarksPage(): VNode {
  const app = useApp();
  const { sets, jobs } = benchmarksOf(app);
  const kept = useValue(sets.all);
  const all = useValue(jobs.all);
  useEffect(() => {
    const trouble = (error: Error) => app.trouble.set(error);
    sets.refresh().then(jobs.read).catch(trouble);
  }, [app, sets, jobs]);
  const listings = new Map(kept.map(({ listing }) => [listing.set, listing]));
  return (
    <main class="page studio-page benchmarks-page">
      <h1>Benchmarks</h1>
      <p class="soft">
        What the <a href={hrefOf('models')}>model in use</a> is worth on the papers' own benchmarks: every
        method on the same problems with the same number of tokens, graded by the data set's own rules, with
        intervals and paired tests. Each result is kept as it comes: a job goes on after a reload, and may
        take days. The data sets are their authors' and are not passed on by this page: bring their files.
      </p>
      <BenchmarkFiles sets={sets} />
      {kept.length > 0 && <h2>What is here</h2>}
      {kept.map((one) => (
        <SetCard
          key={one.listing.set}
          {...{ one, sets }}
          busy={all.some(({ settings, stop }) => stop !== null && settings.set === one.listing.set)}
        />
      ))}
      {kept.length > 0 && (
        <>
          <h2>Compare</h2>
          <BeginForm sets={kept} jobs={jobs} />
        </>
      )}
      <OtherTab />
      {(kept.length > 0 || all.length > 0) && <h2>Jobs</h2>}
      {kept.length > 0 && all.length === 0 && <p class="soft">None yet.</p>}
      {all.map((job) => (
        <JobCard key={job.id} job={job} jobs={jobs} listing={listings.get(job.settings.set) ?? null} />
      ))}
    </main>
  );
}
