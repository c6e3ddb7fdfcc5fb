import type { VNode } from 'preact';
import type { AppState } from '../app-state.ts';
import { useValue } from '../state.ts';
import { count } from '../words.ts';
import './outside.css';

/** How many requests left the page, and to whom; hosts that may be asked, each with a way to take that back. */
export function OutsideFacts({ app }: { app: AppState }): VNode {
  const { own, outside, hosts } = useValue(app.traffic);
  const { hosts: permitted } = useValue(app.settings);
  const forget = (host: string) => app.changeSettings({ hosts: permitted.filter((other) => other !== host) });
  const all = [...new Set([...Object.keys(hosts), ...permitted])].sort();
  return (
    <>
      <p class="outside">
        {outside === 0 ? 'Nothing leaves this machine: ' : 'Left this machine: '}
        <strong>{count(outside, 'outside request')}</strong>, {count(own, 'request')} to the place this page
        came from.
        {app.outside.sealed && ' This copy was built so that it can ask nobody else.'}
      </p>
      {all.length > 0 && (
        <ul class="outside-hosts">
          {all.map((host) => (
            <li key={host}>
              <code>{host}</code> {count(hosts[host] ?? 0, 'request')}
              {permitted.includes(host) && (
                <button type="button" class="quiet" onClick={() => forget(host)}>
                  Ask me again
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
