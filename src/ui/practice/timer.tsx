import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useApp } from '../app-state.ts';
import { useValue } from '../state.ts';

const MINUTE = 60_000;
const LONGEST_MINUTES = 7 * 24 * 60;

/** What is left of the contest that is being timed; nothing when none is. */
export function Timer(): VNode | null {
  const app = useApp();
  const { timer } = useValue(app.settings);
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!timer) return;
    setNow(Date.now());
    const ticking = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(ticking);
  }, [timer]);
  if (!timer) return null;
  const left = timer.startedAt + timer.ms - now;
  return (
    <span class={left > 0 ? 'timer' : 'timer over'}>
      <span role="timer" aria-label="Contest">
        {left > 0 ? clock(left) : 'Time is up'}
      </span>
      <button type="button" class="quiet" onClick={() => app.changeSettings({ timer: null })}>
        End
      </button>
    </span>
  );
}

/** Asks how long the contest is, and starts it. */
export function TimerForm(): VNode {
  const app = useApp();
  const [minutes, setMinutes] = useState(120);
  const start = (event: Event) => {
    event.preventDefault();
    app.changeSettings({ timer: { startedAt: Date.now(), ms: minutes * MINUTE } });
  };
  return (
    <form onSubmit={start}>
      <label>
        Minutes
        <input
          type="number"
          required
          min={1}
          max={LONGEST_MINUTES}
          value={minutes}
          onInput={({ currentTarget }) => setMinutes(currentTarget.valueAsNumber)}
        />
      </label>
      <button type="submit">Start the timer</button>
    </form>
  );
}

/** Hours, minutes and seconds, as a wall clock counts down: a second that has begun counts. */
export function clock(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
