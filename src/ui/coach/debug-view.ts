import type { ExplainEvent } from '../../agents/coach/explain.ts';
import type { MendEvent } from '../../agents/coach/mend.ts';
import type { Test } from '../../judge/problem.ts';
import type { ShrinkStep } from '../../judge/shrink/shrink.ts';
import type { TracedTest } from '../../judge/trace-test.ts';
import type { TestResult } from '../../judge/verdict.ts';

/** What is known of a failure so far. */
export interface ExplainView {
  judged: number;
  passes: boolean;
  failing: { test: Test; result: TestResult } | null;
  shrinking: ShrinkStep | null;
  shrunk: { test: Test; result: TestResult; by: string | null } | null;
  /** Undefined until it is known; null where nothing can be traced. */
  traced: TracedTest | null | undefined;
}

export const EMPTY_EXPLAIN: ExplainView = {
  judged: 0,
  passes: false,
  failing: null,
  shrinking: null,
  shrunk: null,
  traced: undefined,
};

export function foldExplain(view: ExplainView, event: ExplainEvent): ExplainView {
  switch (event.type) {
    case 'judged':
      return { ...view, judged: event.results.length };
    case 'passes':
      return { ...view, passes: true };
    case 'failing':
      return { ...view, failing: { test: event.test, result: event.result } };
    case 'shrinking':
      return { ...view, shrinking: event.step };
    case 'shrunk':
      return { ...view, shrunk: { test: event.test, result: event.result, by: event.by } };
    case 'traced':
      return { ...view, traced: event.traced };
  }
}

/** How far mending has come. */
export interface MendView {
  asking: string;
  tokens: number;
  tried: number;
  trimming: boolean;
  mended: string | null;
  failed: boolean;
}

export const EMPTY_MEND: MendView = {
  asking: '',
  tokens: 0,
  tried: 0,
  trimming: false,
  mended: null,
  failed: false,
};

export function foldMend(view: MendView, event: MendEvent): MendView {
  if ('live' in event) return { ...view, tokens: view.tokens + event.event.tokens.length };
  switch (event.type) {
    case 'asking':
      return { ...view, asking: event.what };
    case 'tried':
      return { ...view, tried: event.tried };
    case 'trimming':
      return { ...view, trimming: true };
    case 'mended':
      return { ...view, mended: event.source };
    case 'not mended':
      return { ...view, failed: true, tried: event.tried };
  }
}
