import { readBundledSolved } from './problems/bundled.ts';

/**
 * Reads what a person may want next, one after the other and when there is nothing else to do: a session goes on when
 * the network is gone. What cannot be read now is read, or told of, when it is wanted.
 */
export async function preload(): Promise<void> {
  for (const read of NEXT) {
    await new Promise((resolve) => {
      if ('requestIdleCallback' in globalThis) requestIdleCallback(resolve);
      else setTimeout(resolve, 200);
    });
    await read().catch(() => {});
  }
}

const NEXT: (() => Promise<unknown>)[] = [
  () => import('./practice/page.tsx'),
  () => import('./practice/code-editor.ts'),
  () => import('../judge/create-judge.ts'),
  () => import('./practice/editor-modes.ts'),
  () => import('./coach/body.tsx'),
  () => import('./problems/page.tsx'),
  () => import('./problems/import-files.ts'),
  () => import('./solve/page.tsx'),
  () => import('../agents/solve.ts'),
  () => import('../agents/archive/create-archive.ts'),
  () => import('../agents/archive/solved-of.ts'),
  readBundledSolved,
  () => import('./models/page.tsx'),
  () => import('./roles/page.tsx'),
  () => import('./history/page.tsx'),
  () => import('./history/run-page.tsx'),
  () => import('./backup/page.tsx'),
  () => import('./share/page.tsx'),
  () => import('./share/share-dialog.tsx'),
  () => import('./studio/page.tsx'),
  () => import('./studio/languages/page.tsx'),
  () => import('./benchmarks/page.tsx'),
];
