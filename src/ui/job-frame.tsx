import type { ComponentChildren, VNode } from 'preact';
import { useState } from 'preact/hooks';
import { useApp } from './app-state.ts';
import { ConfirmButton } from './confirm-button.tsx';
import { moment } from './words.ts';

/** A job that is kept and goes on where it was, as far as its card is like every other's. */
interface Job {
  id: string;
  startedAt: number;
  /** What keeps it from going on; null while it goes on or when nothing did. */
  error: Error | null;
  /** Set while it goes on in this tab. */
  stop: (() => void) | null;
}

interface Jobs {
  goOn(id: string): Promise<void>;
  remove(id: string): Promise<void>;
  save(id: string): Promise<void>;
}

interface Props {
  job: Job;
  jobs: Jobs;
  title: string;
  progress: {
    done: number;
    total: number;
    ended: boolean;
    /** Of how much, in words. */
    of: string;
    /** What `done` counts, where it is no steps of the job. */
    label?: string;
  };
  /** Whether there is something to save. */
  savable: boolean;
  /** What it was begun with, after when. */
  begun?: ComponentChildren;
  /** Buttons beside. */
  more?: ComponentChildren;
  /** What it does now, after how far it is. */
  now?: ComponentChildren;
  /** What is said before an error. */
  notice?: ComponentChildren;
  children: ComponentChildren;
}

/** The card of one job: how far it is, how it is stopped, gone on with, saved and deleted, and what went wrong. */
export function JobFrame(props: Props): VNode {
  const { job, jobs, title, progress, savable, begun, more, now, notice, children } = props;
  const app = useApp();
  const { id, error, stop, startedAt } = job;
  const { done, total, ended, of, label = 'Done' } = progress;
  const [saving, setSaving] = useState(false);
  const trouble = (reason: Error) => app.trouble.set(reason);
  const save = async () => {
    setSaving(true);
    await jobs.save(id).catch(trouble);
    setSaving(false);
  };
  const state = stop ? 'running' : ended ? 'done' : error ? 'stopped by an error' : 'stopped';
  return (
    <article class="studio-job" aria-label={title}>
      <header>
        <h3>{title}</h3>
        <span class="soft">
          {moment(startedAt)}
          {begun}
        </span>
        {stop && (
          <button type="button" onClick={stop}>
            Stop
          </button>
        )}
        {!stop && !ended && (
          <button type="button" onClick={() => void jobs.goOn(id)}>
            Go on
          </button>
        )}
        {savable && (
          <button type="button" aria-disabled={saving} onClick={() => saving || void save()}>
            {saving ? 'Packing…' : 'Save as zip'}
          </button>
        )}
        {more}
        {!stop && <ConfirmButton label="Delete" act={() => void jobs.remove(id).catch(trouble)} />}
      </header>
      <p role="status">
        <progress value={done} max={Math.max(1, total)} aria-label={label} />{' '}
        <span>
          {done.toLocaleString('en')} of {of}, {state}
        </span>
        {now}
      </p>
      {notice}
      {error && (
        <p class="notice error" role="alert">
          {error.message}
        </p>
      )}
      {children}
    </article>
  );
}
