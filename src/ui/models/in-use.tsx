import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { LoadedEngine } from '../../llm/build-pack.ts';
import type { KeptModel } from '../../models/store.ts';
import { forgetKernels } from '../../store/kernels.ts';
import { EMBEDDED_MODEL, type ModelChoice } from '../../store/settings.ts';
import { isOwnFamily } from '../../weights/config.ts';
import { useApp } from '../app-state.ts';
import { OtherTab } from '../frame/other-tab.tsx';
import { hrefOf } from '../route.ts';
import { useValue } from '../state.ts';
import { bytes, count } from '../words.ts';
import { ContextSetting } from './context-setting.tsx';
import type { DeviceFacts } from './device.ts';
import { SpeedTest } from './speed-test.tsx';
import { useModelChoice } from './use-choice.ts';

interface Props {
  device: DeviceFacts | null;
  kept: readonly KeptModel[];
}

/** The model in memory: what runs it, why, and how fast. */
export function InUse({ device, kept }: Props): VNode {
  const app = useApp();
  const loading = useValue(app.model.engine);
  const { choice, choose, locked } = useModelChoice();
  const model = kept.find(({ id }) => id === choice.model);
  const library = model !== undefined && model.library !== null;
  const foreign = model?.about ? !isOwnFamily(model.about.type) : false;
  return (
    <section aria-labelledby="in-use" class="in-use">
      <h2 id="in-use">In use</h2>
      {locked && (
        <p class="notice">
          A run or a job of the studio uses this model; it can be changed when that has ended.
        </p>
      )}
      <OtherTab />
      <p class="chosen">
        <strong>{choice.model}</strong>
        {choice.executor === 'endpoint' ? (
          <span class="slow">leaves this page: it runs where its endpoint is</span>
        ) : (
          <label>
            runs on{' '}
            <select
              value={choice.executor}
              disabled={locked}
              onChange={({ currentTarget }) => choose({ ...choice, executor: currentTarget.value })}
            >
              {executorsFor(choice, device, library, foreign).map(([value, label]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          </label>
        )}
        {model?.about &&
          library &&
          choice.executor !== 'endpoint' &&
          choice.executor !== 'cpu' &&
          choice.executor !== 'wgsl' && (
            <ContextSetting {...{ choice, locked, choose }} about={model.about} />
          )}
        {loading.is === 'loading' && (
          <span role="status">
            {loading.note} <progress value={loading.fraction ?? undefined} aria-label={loading.note} />{' '}
            <button type="button" onClick={() => app.model.stop()}>
              Stop
            </button>
          </span>
        )}
      </p>
      {loading.is === 'failed' && (
        <p class="notice error" role="alert">
          {loading.error.message}{' '}
          <button type="button" onClick={() => choose(choice)}>
            Load it again
          </button>
          {(choice.model !== EMBEDDED_MODEL || choice.executor !== 'auto') && (
            <button type="button" onClick={() => choose({ model: EMBEDDED_MODEL, executor: 'auto' })}>
              Load {EMBEDDED_MODEL}
            </button>
          )}
        </p>
      )}
      {loading.is === 'ready' && (
        <Facts engine={loading.value} locked={locked} again={() => choose({ ...choice, executor: 'auto' })} />
      )}
    </section>
  );
}

/** What can be asked for here; kernels that a run asked for stand for themselves. */
function executorsFor(
  { executor }: ModelChoice,
  device: DeviceFacts | null,
  library: boolean,
  foreign: boolean,
): [string, string][] {
  const listed: [string, string][] = [['auto', 'what is fastest']];
  if (!foreign) listed.push(['cpu', 'the processor (cpu)']);
  if (device?.gpu && !foreign) listed.push(['wgsl', 'the GPU, our kernels (wgsl)']);
  if (device?.gpu && library) listed.push(['mlc', 'the GPU, its compiled library (mlc)']);
  if (!listed.some(([value]) => value === executor)) listed.push([executor, `kernels ${executor}`]);
  return listed;
}

/** What texts take beside the weights. */
function keysAndValues({ positionBytes, contextLength }: LoadedEngine['info']): [string, string][] {
  if (positionBytes === null) return [];
  const whole = bytes(positionBytes * contextLength);
  return [['Memory', `${bytes(positionBytes)} of keys and values a token, ${whole} for the longest text`]];
}

interface FactsProps {
  engine: LoadedEngine;
  locked: boolean;
  /** Loads it again with what is fastest. */
  again(): void;
}

function Facts({ engine, locked, again }: FactsProps): VNode {
  const { info } = engine;
  const [asked, setAsked] = useState(false);
  const outside = info.executor === 'endpoint';
  const here: [string, string][] = [
    ['Kernels', info.kernels],
    ['Size', `${(info.parameters / 1e6).toFixed(1)} million parameters, ${bytes(info.weightBytes)}`],
  ];
  const facts: [string, string][] = [
    ['Runs on', `${info.executor}, ${info.adapter}`],
    ...(outside ? [] : here),
    ...keysAndValues(info),
    ['Reads', `${count(info.contextLength, 'token')} at most, ${info.maxBatch} answers at once`],
    ['Knows', info.trainedOn ?? 'what its makers say of it'],
  ];
  const measureAgain = async () => {
    setAsked(true);
    await forgetKernels();
    again();
  };
  return (
    <>
      <dl class="facts-list">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div>
          <dt>Roles</dt>
          <dd>
            {info.packs.length === 0
              ? 'no packs: the four roles run on instruct prompts'
              : `packs for ${info.packs.map(({ role }) => role).join(', ')}`}{' '}
            <a href={hrefOf('roles')}>Roles</a>
          </dd>
        </div>
      </dl>
      {!outside && (
        <p class="measures">
          <SpeedTest engine={engine} locked={locked} />
          <button
            type="button"
            aria-disabled={locked || asked}
            onClick={() => locked || asked || void measureAgain()}
          >
            Choose the kernels again
          </button>
        </p>
      )}
    </>
  );
}
