import { useEffect, useState } from 'preact/hooks';

/** Milliseconds since 1970, drawn anew ten times a second while `live`. */
export function useNow(live: boolean): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    if (!live) return;
    const timer = setInterval(() => setNow(Date.now()), 100);
    return () => clearInterval(timer);
  }, [live]);
  return now;
}
