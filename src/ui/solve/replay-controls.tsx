import type { VNode } from 'preact';
import { duration } from '../words.ts';
import type { Replay } from './use-replay.ts';

const SPEEDS = [0.1, 0.25, 0.5, 1, 2, 5, 10, 50];

/** Plays a run again, step by step or at any speed; the slider goes to any moment of it. */
export function ReplayControls({ replay }: { replay: Replay }): VNode {
  const { recording, at, playing, speed, go } = replay;
  const { moments, span, stepAt } = recording;
  const step = stepAt(at);
  return (
    <section class="replay" aria-label="Replay">
      <button type="button" class="play" onClick={playing ? replay.pause : replay.play}>
        {playing ? 'Pause' : 'Play'}
      </button>
      <Step name="Step back" sign="‹" enabled={step > 1} go={() => go(moments[step - 2] ?? 0)} />
      <Step name="Step on" sign="›" enabled={step < moments.length} go={() => go(moments[step] ?? span)} />
      <input
        type="range"
        aria-label="Moment of the run"
        aria-valuetext={`${duration(at)} of ${duration(span)}`}
        min={0}
        max={Math.ceil(span)}
        value={Math.round(at)}
        onInput={({ currentTarget }) => go(currentTarget.valueAsNumber)}
      />
      <span class="soft">
        {duration(at)} of {duration(span)} · step {step} of {moments.length}
      </span>
      <label>
        <span class="hidden-label">Speed</span>
        <select value={speed} onChange={({ currentTarget }) => replay.setSpeed(Number(currentTarget.value))}>
          {SPEEDS.map((times) => (
            <option key={times} value={times}>
              {times} ×
            </option>
          ))}
        </select>
      </label>
    </section>
  );
}

function Step({
  name,
  sign,
  enabled,
  go,
}: {
  name: string;
  sign: string;
  enabled: boolean;
  go(): void;
}): VNode {
  return (
    <button
      type="button"
      class="quiet step"
      aria-label={name}
      title={name}
      aria-disabled={!enabled}
      onClick={() => enabled && go()}
    >
      {sign}
    </button>
  );
}
