import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useApp } from '../app-state.ts';
import { createState, useValue } from '../state.ts';

const NEVER = createState(false);

/** Offers a newer version of the page. What works here goes on in this one; a person takes the other when they want. */
export function UpdateNotice(): VNode | null {
  const app = useApp();
  const { update } = useValue(app.offline.view);
  const running = useValue(useValue(app.run)?.live ?? NEVER);
  const teaching = useValue(app.teaching);
  const busy = running || teaching > 0;
  const [waits, setWaits] = useState(false);
  const [declined, setDeclined] = useState<string | null>(null);
  useEffect(() => {
    if (waits && !busy) app.offline.takeUpdate();
  }, [app, waits, busy]);

  if (update === null || update === declined) return null;
  const dismiss = () => {
    setWaits(false);
    setDeclined(update);
  };
  const unfinished = !busy && [...app.work].some((has) => has());
  return (
    <p class="notice" role="status">
      {waits ? 'The new version is taken when this is over.' : 'A new version of Quartet is here.'}
      {busy && !waits && ' What runs now goes on in this one.'}
      {unfinished && ' What stands in a form of this page is lost when it is taken; programs are kept.'}
      {!waits && (
        <button type="button" onClick={() => setWaits(true)}>
          {busy ? 'Take it when this is over' : 'Take it'}
        </button>
      )}
      <button type="button" onClick={dismiss}>
        {waits ? 'Not then' : 'Later'}
      </button>
    </p>
  );
}
