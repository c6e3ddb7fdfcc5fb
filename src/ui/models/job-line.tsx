import type { VNode } from 'preact';
import { bytes, duration } from '../words.ts';
import { forgetJob, type ModelJob } from './jobs.ts';

/** How far a job is, or what came of it. */
export function JobLine({ job }: { job: ModelJob }): VNode {
  const { model, what, progress, damaged, ended, stop } = job;
  return (
    <div class="job">
      <span role="status">
        {!ended && (
          <>
            {what}{' '}
            <progress
              value={progress && progress.total > 0 ? progress.done / progress.total : undefined}
              aria-label={`${what} ${model}`}
            />{' '}
            {progress && `${bytes(progress.done)} of ${bytes(progress.total)}`}
            {progress?.bytesPerSecond ? `, ${bytes(progress.bytesPerSecond)}/s` : ''}
            {progress?.secondsLeft ? `, ${duration(1000 * progress.secondsLeft)} left` : ''}
          </>
        )}
        {ended?.error && <span class="wrong">{ended.error.message}</span>}
        {ended && !ended.error && damaged.length === 0 && <span class="right">{ended.note}</span>}
        {damaged.map(({ file, fault }) => (
          <span key={file} class="wrong damage">
            {file}: {fault}
          </span>
        ))}
      </span>{' '}
      {ended ? (
        <button type="button" class="quiet" onClick={() => forgetJob(model)}>
          Dismiss
        </button>
      ) : (
        <button type="button" onClick={stop}>
          Stop
        </button>
      )}
    </div>
  );
}
