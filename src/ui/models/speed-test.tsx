import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { LoadedEngine } from '../../llm/build-pack.ts';
import { measureSpeed, type Speed } from './measure-speed.ts';

type Outcome = { is: 'busy' } | { is: 'measured'; speed: Speed } | { is: 'failed'; error: Error };

/** Measures how fast the model reads and writes here, when asked. */
export function SpeedTest({ engine, locked }: { engine: LoadedEngine; locked: boolean }): VNode {
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const controller = useRef(new AbortController());
  useEffect(() => () => controller.current.abort(), []);
  const busy = outcome?.is === 'busy';
  const measure = async () => {
    controller.current = new AbortController();
    setOutcome({ is: 'busy' });
    try {
      setOutcome({ is: 'measured', speed: await measureSpeed(engine, controller.current.signal) });
    } catch (error) {
      setOutcome(controller.current.signal.aborted ? null : { is: 'failed', error: error as Error });
    }
  };
  return (
    <>
      {busy ? (
        <button type="button" onClick={() => controller.current.abort()}>
          Stop
        </button>
      ) : (
        <button type="button" aria-disabled={locked} onClick={() => locked || void measure()}>
          Measure its speed
        </button>
      )}
      <span role="status" class="speed">
        {busy && 'reading and writing…'}
        {outcome?.is === 'measured' && sentenceOn(outcome.speed)}
        {outcome?.is === 'failed' && <span class="wrong">{outcome.error.message}</span>}
      </span>
    </>
  );
}

function sentenceOn({ reading, writing }: Speed): string {
  const written = writing.map(
    ({ batch, perSecond }) =>
      `${Math.round(perSecond)} ${batch === 1 ? 'of one answer' : `of ${batch} together`}`,
  );
  return `tokens/s: reads ${Math.round(reading)}, writes ${written.join(', ')}`;
}
