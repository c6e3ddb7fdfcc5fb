import type { VNode } from 'preact';
import { overallVerdict } from '../../judge/overall.ts';
import type { Verdict } from '../../judge/verdict.ts';
import { moveWithArrows } from '../arrow-keys.ts';
import { duration } from '../words.ts';
import { type Bar, type Lane, layOut, type Selection, type Timeline } from './lanes.ts';
import { type Hover, peeking } from './peek.tsx';
import type { RunView } from './run-view.ts';
import { useNow } from './use-now.ts';

interface Props {
  view: RunView;
  /** Whether time goes on. */
  live: boolean;
  selected: Selection | null;
  select(selection: Selection): void;
  hover: Hover;
  /** What an empty lane says. */
  captions?: Partial<Record<Lane['name'], string>>;
  /** In a replay: milliseconds of the whole run, and where the person stands in it. */
  replayed?: { span: number; at: number } | null;
}

/** Five lanes from left to right: a bar a request or judging, a mark where the role switches. */
export function RunTimeline(props: Props): VNode {
  const { view, live, selected, select, hover, captions = {}, replayed = null } = props;
  const now = useNow(live);
  const timeline = layOut(view, live ? now - view.idle : view.to, replayed?.span);
  const percent = (ms: number) => `${((100 * ms) / timeline.span).toFixed(3)}%`;
  const verdictOf = (bar: Bar) => barVerdict(bar, view);
  const first = timeline.lanes.flatMap(({ rows }) => rows.flat())[0]?.selection ?? null;
  return (
    <section class="timeline" aria-label="Timeline" onKeyDown={moveWithArrows}>
      <Axis timeline={timeline} percent={percent} />
      {timeline.lanes.map((lane) => (
        <LaneRow
          key={lane.name}
          lane={lane}
          percent={percent}
          verdictOf={verdictOf}
          selected={selected}
          reachable={selected ?? first}
          select={select}
          hover={hover}
          caption={captions[lane.name] ?? ''}
        />
      ))}
      <div class="switch-marks" aria-hidden="true">
        {timeline.switches.map(({ at }, i) => (
          <span key={`${i} ${at}`} style={{ left: percent(at) }} />
        ))}
        {replayed && replayed.at < replayed.span && (
          <span class="playhead" style={{ left: percent(replayed.at) }} />
        )}
      </div>
    </section>
  );
}

function Axis({ timeline, percent }: { timeline: Timeline; percent: (ms: number) => string }): VNode {
  const { ticks, switches, span } = timeline;
  return (
    <>
      <div class="axis" aria-hidden="true">
        {ticks.map((tick) => (
          <span key={tick} style={{ left: percent(tick) }}>
            {tick === 0 ? '0' : duration(tick)}
          </span>
        ))}
      </div>
      <span class="lane-name soft">switch</span>
      <div class="track switches">
        {switches.map(({ at, ms, to }, i) => {
          const next = switches[i + 1]?.at ?? span;
          const title = `${to ?? 'base'} pack put on in ${ms === null ? 'an unknown time' : duration(ms)}`;
          return (
            <span key={`${i} ${at}`} style={{ left: percent(at), width: percent(next - at) }} title={title}>
              <i style={{ width: `${((100 * (ms ?? 0)) / Math.max(1, next - at)).toFixed(1)}%` }} />
              {ms !== null && <span class="if-roomy">{Math.round(ms)} ms</span>}
            </span>
          );
        })}
      </div>
    </>
  );
}

function barVerdict(bar: Bar, view: RunView): Verdict | null {
  if (bar.kind === 'graded') return view.grade?.verdict ?? null;
  const { selection } = bar;
  if (selection.kind === 'request') return null;
  const judged = view.candidates.find(({ candidate }) => candidate.id === selection.candidate);
  return judged ? overallVerdict(judged.tests) : null;
}

interface LaneProps {
  lane: Lane;
  percent(ms: number): string;
  verdictOf(bar: Bar): Verdict | null;
  selected: Selection | null;
  /** The one bar that Tab stops at; arrows reach the others. */
  reachable: Selection | null;
  select(selection: Selection): void;
  hover: Hover;
  caption: string;
}

function LaneRow(props: LaneProps): VNode {
  const { lane, percent, verdictOf, selected, reachable, select, hover, caption } = props;
  return (
    <>
      <span class={`lane-name ${lane.rows.length === 0 ? 'soft' : ''}`}>{lane.name}</span>
      <div class="track">
        {lane.rows.length === 0 && <span class="caption soft">{caption}</span>}
        {lane.rows.map((row, i) => (
          <div class="track-row" key={i}>
            {row.map((bar) => {
              const verdict = verdictOf(bar);
              const tone = verdict ? `verdict-${verdict}` : bar.open ? 'open' : '';
              const name = `${lane.name} ${bar.label} ${verdict ?? ''}, ${duration(bar.to - bar.from)}`;
              return (
                <button
                  type="button"
                  key={`${bar.kind} ${idOf(bar.selection)}`}
                  class={`bar ${bar.kind} ${tone}`}
                  style={{ left: `min(${percent(bar.from)}, 100% - 4px)`, width: percent(bar.to - bar.from) }}
                  aria-label={name}
                  aria-pressed={isSame(bar.selection, selected)}
                  tabIndex={isSame(bar.selection, reachable) ? 0 : -1}
                  onClick={() => select(bar.selection)}
                  onFocus={() => select(bar.selection)}
                  {...peeking(bar.selection, hover)}
                >
                  <span class="if-roomy">{bar.label}</span>
                </button>
              );
            })}
          </div>
        ))}
      </div>
    </>
  );
}

function idOf(selection: Selection): string {
  return selection.kind === 'request' ? selection.request : String(selection.candidate);
}

/** Whether two selections are of the same thing. */
export function isSame(a: Selection | null, b: Selection | null): boolean {
  return a !== null && b !== null && a.kind === b.kind && idOf(a) === idOf(b);
}
