import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';

const ARMED_MS = 3000;

/** A button for what cannot be undone: the first press asks, the second one, soon after, does it. */
export function ConfirmButton({ label, act }: { label: string; act(): void }): VNode {
  const [armed, setArmed] = useState(false);
  useEffect(() => {
    if (!armed) return;
    const timer = setTimeout(() => setArmed(false), ARMED_MS);
    return () => clearTimeout(timer);
  }, [armed]);
  return (
    <button type="button" class={armed ? 'armed' : 'quiet'} onClick={() => (armed ? act() : setArmed(true))}>
      {armed ? `${label} for good?` : label}
    </button>
  );
}
