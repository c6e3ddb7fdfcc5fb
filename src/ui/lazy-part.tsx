import type { FunctionComponent, VNode } from 'preact';
import { firstPageOpened } from './first-page.ts';
import { useLoaded } from './state.ts';

/** A part beside the page whose code is read once the first page can be used: nobody waits for it. */
export function lazyPart<P extends object>(
  load: () => Promise<FunctionComponent<P>>,
): (props: P) => VNode | null {
  return function LazyPart(props: P): VNode | null {
    const { value: Part, error } = useLoaded(() => firstPageOpened.then(load), load);
    if (error)
      return (
        <p class="notice error">A part of the page could not be read: {error.message}. Load it again.</p>
      );
    return Part && <Part {...props} />;
  };
}
