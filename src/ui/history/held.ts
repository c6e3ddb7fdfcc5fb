import { useEffect, useState } from 'preact/hooks';
import { heldRuns } from '../solve/run-lock.ts';

/** Locks tell nobody when they are let go, so who wants to know asks again. */
const EVERY_MS = 1000;
const NONE: ReadonlySet<string> = new Set();

/** The runs that go on in some tab, asked for again and again. */
export function useHeldRuns(): ReadonlySet<string> {
  const [held, setHeld] = useState(NONE);
  useEffect(() => {
    const look = async () => {
      const now = await heldRuns();
      setHeld((old) => ([...old].join() === [...now].join() ? old : now));
    };
    void look();
    const timer = setInterval(() => void look(), EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return held;
}
