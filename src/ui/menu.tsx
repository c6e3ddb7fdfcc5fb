import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import './menu.css';

interface Props {
  label: ComponentChildren;
  /** What a screen reader says where the label is a sign. */
  name?: string;
  children: ComponentChildren;
}

/** Pixels kept free between an open panel and the window's edge. */
const EDGE = 12;

/** A button that opens a panel below it; Escape, or a press elsewhere, closes it. */
export function Menu({ label, name, children }: Props): VNode {
  const details = useRef<HTMLDetailsElement>(null);
  const close = () => {
    details.current!.open = false;
  };
  useEffect(() => {
    const onPress = ({ target }: PointerEvent) => {
      if (!details.current?.contains(target as Node)) close();
    };
    addEventListener('pointerdown', onPress);
    return () => removeEventListener('pointerdown', onPress);
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !details.current!.open) return;
    event.preventDefault();
    close();
    details.current!.querySelector('summary')?.focus();
  };
  const panel = useRef<HTMLDivElement>(null);
  const keepWithin = () => {
    const { style } = panel.current!;
    style.translate = '';
    const beyond = panel.current!.getBoundingClientRect().right - (innerWidth - EDGE);
    if (beyond > 0) style.translate = `${-beyond}px`;
  };
  return (
    <details class="menu" ref={details} onKeyDown={onKeyDown} onToggle={keepWithin}>
      <summary class="button" aria-label={name}>
        {label}
      </summary>
      <div class="menu-panel" ref={panel}>
        {children}
      </div>
    </details>
  );
}
