import { useEffect, useRef } from 'preact/hooks';
import { useApp } from './app-state.ts';

/** Says, for as long as the component stands, whether it holds something that the person has not finished. */
export function useWork(unfinished: () => boolean): void {
  const { work } = useApp();
  const latest = useRef(unfinished);
  latest.current = unfinished;
  useEffect(() => {
    const ask = () => latest.current();
    work.add(ask);
    return () => work.delete(ask);
  }, [work]);
}
