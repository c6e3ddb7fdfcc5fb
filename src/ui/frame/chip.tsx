import type { VNode } from 'preact';
import type { Engine } from '../../llm/engine.ts';
import type { AppState } from '../app-state.ts';
import { lazyPart } from '../lazy-part.tsx';
import type { Loading } from '../loading.ts';
import type { LiveRun } from '../solve/live-run.ts';
import { speakingRole } from '../solve/run-view.ts';
import { useValue } from '../state.ts';

const Facts = lazyPart(() => import('./facts.tsx').then((part) => part.Facts));

/** Model, where it runs, the role now and tokens a second; opens to the full facts. */
export function StatusChip({ app }: { app: AppState }): VNode {
  const engine = useValue(app.engine);
  const run = useValue(app.run);
  const { outside } = useValue(app.traffic);
  const { reachable } = useValue(app.offline.view);
  const label = `Status: ${summaryOf(engine)}${reachable ? '' : ', offline'}`;
  return (
    <>
      <button type="button" class="chip" popovertarget="facts" aria-label={label}>
        <span class={`dot ${engine.is}`} />
        <span class="chip-model">{summaryOf(engine)}</span>
        {run && engine.is === 'ready' && <RunStatus run={run} />}
        {!reachable && <span class="chip-aside">offline</span>}
        {outside > 0 && <span class="chip-aside">{outside} outside</span>}
      </button>
      <div id="facts" class="facts" popover="auto">
        <Facts app={app} />
      </div>
    </>
  );
}

function summaryOf(engine: Loading<Engine>): string {
  if (engine.is === 'failed') return 'no model';
  if (engine.is === 'ready') {
    const { model, executor } = engine.value.info;
    return `${model} · ${executor === 'endpoint' ? 'outside of this page' : executor}`;
  }
  const percent = engine.fraction === null ? '' : ` ${Math.round(100 * engine.fraction)} %`;
  return `${engine.note}${percent}`;
}

function RunStatus({ run }: { run: LiveRun }): VNode | null {
  const view = useValue(run.view);
  const live = useValue(run.live);
  const speed = useValue(run.speed);
  if (!live) return null;
  return (
    <>
      <span class="chip-role">{speakingRole(view) ?? 'judge'}</span>
      <span>{speed.tokensPerSecond} tok/s</span>
      <Sparkline values={speed.history} />
    </>
  );
}

function Sparkline({ values }: { values: number[] }): VNode {
  const top = Math.max(1, ...values);
  const points = values.map((value, i) => `${i},${(12 - (11 * value) / top).toFixed(1)}`);
  return (
    <svg class="sparkline" viewBox="0 0 48 13" preserveAspectRatio="none" aria-hidden="true">
      {points.length > 1 && <path d={`M${points.join('L')}`} vector-effect="non-scaling-stroke" />}
    </svg>
  );
}
