import type { FunctionComponent, VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { firstPageOpened } from './first-page.ts';

/** A part beside the page whose code is read once the first page can be used: nobody waits for it. */
export function lazyPart<P extends object>(
  load: () => Promise<FunctionComponent<P>>,
): (props: P) => VNode | null {
  return function LazyPart(props: P): VNode | null {
    const [Part, setPart] = useState<FunctionComponent<P> | null>(null);
    const [error, setError] = useState<Error | null>(null);
    useEffect(() => {
      firstPageOpened.then(load).then((part) => setPart(() => part), setError);
    }, []);
    if (error)
      return (
        <p class="notice error">A part of the page could not be read: {error.message}. Load it again.</p>
      );
    return Part && <Part {...props} />;
  };
}
