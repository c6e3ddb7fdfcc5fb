import type { VNode } from 'preact';
import { type Engine, ROLES } from '../../llm/engine.ts';
import type { AppState } from '../app-state.ts';
import { OfflineFacts } from '../offline/offline-facts.tsx';
import { OutsideFacts } from '../outside/outside-facts.tsx';
import { useValue } from '../state.ts';
import { bytes, count } from '../words.ts';
import { WeightProof } from './weight-proof.tsx';

const ISOLATED = 'Cross-origin isolated: every interactive problem can be judged.';
const NOT_ISOLATED =
  'Not cross-origin isolated, as the host does not send the headers for it: interactive problems in Lua, and in JavaScript that reads by name, cannot be judged here. All else works.';

/** Everything that a person may want to know of what runs here. */
export function Facts({ app }: { app: AppState }): VNode {
  const engine = useValue(app.engine);
  return (
    <>
      <OutsideFacts app={app} />
      <OfflineFacts app={app} />
      <p>{crossOriginIsolated ? ISOLATED : NOT_ISOLATED}</p>
      {engine.is === 'ready' && <EngineFacts engine={engine.value} />}
      {engine.is === 'loading' && <p>{engine.note}</p>}
      {engine.is === 'failed' && <p class="notice error">{engine.error.message}</p>}
    </>
  );
}

function EngineFacts({ engine }: { engine: Engine }): VNode {
  const { info } = engine;
  const outside = info.executor === 'endpoint';
  const weights: [string, string][] = [
    ['Parameters', `${(info.parameters / 1e6).toFixed(1)} million`],
    ['Weights', bytes(info.weightBytes)],
  ];
  const facts: [string, string][] = [
    ['Model', info.model],
    ...(outside ? [] : weights),
    ['Runs on', `${info.executor}, ${info.adapter}`],
    ['Kernels', info.kernels],
    ['Context', count(info.contextLength, 'token')],
    ['Largest batch', String(info.maxBatch)],
  ];
  return (
    <>
      <dl>
        {facts.map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </>
        ))}
      </dl>
      {outside ? (
        <p class="notice">What the roles are asked leaves this page; no role pack is on.</p>
      ) : (
        <Packs engine={engine} />
      )}
    </>
  );
}

function Packs({ engine }: { engine: Engine }): VNode {
  return (
    <>
      <h2>Role packs</h2>
      <dl>
        {ROLES.map((role) => {
          const pack = engine.info.packs.find((other) => other.role === role);
          return (
            <>
              <dt>{role}</dt>
              <dd>
                {pack ? (
                  <>
                    {bytes(pack.bytes)} <code>{pack.hash.slice(0, 12)}</code>
                  </>
                ) : (
                  'none: the bare base speaks'
                )}
              </dd>
            </>
          );
        })}
      </dl>
      <WeightProof engine={engine} />
    </>
  );
}
