import { useEffect, useMemo, useState } from 'preact/hooks';
import type { SolveEvent } from '../../agents/events.ts';
import { type Recording, record } from './replay.ts';
import type { RunView } from './run-view.ts';

/** Where a person stands in a recorded run. */
export interface Replay {
  recording: Recording;
  view: RunView;
  /** Milliseconds since the run's first event; its span at the end. */
  at: number;
  playing: boolean;
  /** Times as fast as the run was. */
  speed: number;
  go(at: number): void;
  /** Begins at the start when it stands at the end. */
  play(): void;
  pause(): void;
  setSpeed(speed: number): void;
}

/** Goes through a run's events as the person wants, its end first; null until there are any. */
export function useReplay(events: readonly SolveEvent[] | null): Replay | null {
  const recording = useMemo(() => (events && events.length > 0 ? record(events) : null), [events]);
  const [at, setAt] = useState(Number.POSITIVE_INFINITY);
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState(1);
  const span = recording?.span ?? 0;
  const now = Math.min(at, span);

  useEffect(() => {
    if (!playing) return;
    let last = performance.now();
    let frame = requestAnimationFrame(function step(time) {
      const passed = speed * Math.max(0, time - last);
      last = time;
      setAt((old) => Math.min(span, old + passed));
      frame = requestAnimationFrame(step);
    });
    return () => cancelAnimationFrame(frame);
  }, [playing, speed, span]);
  useEffect(() => {
    if (playing && at >= span) setPlaying(false);
  }, [playing, at, span]);

  const view = useMemo(() => recording?.viewAt(now) ?? null, [recording, now]);
  if (!recording || !view) return null;
  return {
    recording,
    view,
    at: now,
    playing,
    speed,
    go(next) {
      setPlaying(false);
      setAt(Math.min(span, Math.max(0, next)));
    },
    play() {
      setAt(now >= span ? 0 : now);
      setPlaying(true);
    },
    pause: () => setPlaying(false),
    setSpeed,
  };
}
