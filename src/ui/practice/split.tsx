import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { useApp } from '../app-state.ts';
import { useValue } from '../state.ts';

const NARROWEST = 20;
const WIDEST = 70;
const STEP = 2;

/** The statement's share of the width in percent, and the bar that changes it: by dragging or by the arrow keys. */
export function useSplit(): { share: number; bar: VNode } {
  const app = useApp();
  const { split } = useValue(app.settings);
  const [dragged, setDragged] = useState<number | null>(null);
  const from = useRef<DOMRect | null>(null);
  const share = dragged ?? split;
  const within = (percent: number) => Math.round(Math.min(WIDEST, Math.max(NARROWEST, percent)) * 10) / 10;

  const onPointerDown = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    from.current = event.currentTarget.parentElement!.getBoundingClientRect();
    event.preventDefault();
  };
  const onPointerMove = ({ clientX }: PointerEvent) => {
    if (from.current) setDragged(within((100 * (clientX - from.current.left)) / from.current.width));
  };
  const onPointerUp = () => {
    from.current = null;
    if (dragged !== null) app.changeSettings({ split: dragged });
    setDragged(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    app.changeSettings({ split: within(share + (event.key === 'ArrowLeft' ? -STEP : STEP)) });
  };
  const bar = (
    // biome-ignore lint/a11y/useSemanticElements: a separator that moves is no <hr>.
    <div
      class="split-bar"
      role="separator"
      tabIndex={0}
      aria-label="Width of the statement"
      aria-orientation="vertical"
      aria-valuemin={NARROWEST}
      aria-valuemax={WIDEST}
      aria-valuenow={share}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerUp}
      onKeyDown={onKeyDown}
    />
  );
  return { share, bar };
}
