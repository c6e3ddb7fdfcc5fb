import type { VNode } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { sentenceOf } from '../verdict/words.ts';
import { Code } from './code.tsx';
import { candidateOf, requestFacts, requestOf, titleOf } from './detail.tsx';
import { DiffView } from './diff-view.tsx';
import type { Selection } from './lanes.ts';
import type { RunView } from './run-view.ts';

/** What the pointer rests on. */
export interface Hovered {
  selection: Selection;
  /** Where it stands in the window. */
  place: DOMRect;
}

/** As the timeline and the tree tell of it: null when the pointer leaves. */
export type Hover = (hovered: Hovered | null) => void;

/** The handlers of a button that shows a preview of `selection` under the pointer. A finger opens, it does not hover. */
export function peeking(selection: Selection | null, hover: Hover) {
  return {
    onPointerEnter({ currentTarget, pointerType }: PointerEvent & { currentTarget: HTMLElement }) {
      if (selection && pointerType === 'mouse')
        hover({ selection, place: currentTarget.getBoundingClientRect() });
    },
    onPointerLeave: () => hover(null),
  };
}

const GAP = 6;

/** A preview beside what the pointer rests on; the whole of it opens below when it is pressed or focused. */
export function Peek({ hovered, view }: { hovered: Hovered; view: RunView }): VNode {
  const { selection, place } = hovered;
  const card = useRef<HTMLDivElement>(null);
  const [corner, setCorner] = useState<{ left: number; top: number } | null>(null);
  useLayoutEffect(() => {
    const { width, height } = card.current!.getBoundingClientRect();
    const below = place.bottom + GAP;
    const top = below + height <= innerHeight ? below : Math.max(GAP, place.top - GAP - height);
    setCorner({ left: Math.max(GAP, Math.min(place.left, innerWidth - width - GAP)), top });
  }, [place]);
  return (
    <div
      class="peek"
      ref={card}
      inert
      style={corner ? { left: `${corner.left}px`, top: `${corner.top}px` } : { visibility: 'hidden' }}
    >
      {selection.kind === 'request' ? (
        <RequestPeek id={selection.request} view={view} />
      ) : (
        <CandidatePeek id={selection.candidate} view={view} />
      )}
    </div>
  );
}

function RequestPeek({ id, view }: { id: string; view: RunView }): VNode | null {
  const request = requestOf(view, id);
  if (!request) return null;
  return (
    <>
      <p>
        <strong>{titleOf(request, view)}</strong>{' '}
        <span class="soft">{requestFacts(request).join(' · ')}</span>
      </p>
      <pre class="wrapped">{request.text || request.thinking}</pre>
      {request.answered?.formatFailure && <p>Could not be read: {request.answered.formatFailure}</p>}
    </>
  );
}

function CandidatePeek({ id, view }: { id: number; view: RunView }): VNode | null {
  const node = candidateOf(view, id);
  if (!node) return null;
  const { candidate, label, tests } = node;
  const parent = candidate.parent === null ? null : candidateOf(view, candidate.parent);
  return (
    <>
      <p>
        <strong>Program {label}</strong> <span class="soft">{sentenceOf(tests)}</span>
      </p>
      {parent ? (
        <DiffView before={parent.candidate.source} after={candidate.source} />
      ) : (
        <Code source={candidate.source} />
      )}
    </>
  );
}
