import type { FunctionComponent, VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { pageOpened } from './first-page.ts';

/**
 * A page whose code is read when it is first opened, so that no page waits for another's. `tellsItself`: it is not of
 * use yet when it is drawn, and calls `pageOpened` when it is.
 */
export function lazyPage<P extends object>(
  load: () => Promise<FunctionComponent<P>>,
  { tellsItself = false } = {},
): (props: P) => VNode {
  let known: FunctionComponent<P> | null = null;
  return function LazyPage(props: P): VNode {
    const [error, setError] = useState<Error | null>(null);
    const [, draw] = useState(0);
    useEffect(() => {
      if (known) return;
      load().then((component) => {
        known = component;
        draw(1);
        if (!tellsItself) pageOpened();
      }, setError);
    }, []);
    if (known) {
      const Page = known;
      return <Page {...props} />;
    }
    return (
      <main class="page">
        {error && (
          <p class="notice error">
            This page's code could not be read: {error.message}. Look at the connection and load the page
            again.
          </p>
        )}
      </main>
    );
  };
}
