import { availableParallelism } from 'node:os';
import { createJudge } from '../../src/judge/create-judge.ts';
import type { Judge } from '../../src/judge/judge.ts';
import { UsageError } from '../command-line.ts';
import { createNodeRunner } from '../node-runner.ts';
import { pageJudge } from '../page-judge.ts';
import { openSite } from '../site.ts';

/** Where programs run: in a page's sandboxes, or in Node's threads, which are no wall. */
export type Sandbox = 'chromium' | 'threads';

/** Where `--sandbox` says that programs run. Throws `UsageError`. */
export function sandboxOf(text: string | undefined, fallback: Sandbox): Sandbox {
  const sandbox = text ?? fallback;
  if (sandbox !== 'chromium' && sandbox !== 'threads')
    throw new UsageError(`--sandbox is chromium or threads, not “${sandbox}”.`);
  return sandbox;
}

/**
 * The built page's own judge, headless, or one over Node's threads, so many programs side by side. `dispose` it, or the
 * process stays alive.
 */
export async function openJudge(
  sandbox: Sandbox,
  parallel = availableParallelism(),
): Promise<{ judge: Judge; dispose(): Promise<void> }> {
  if (sandbox === 'chromium') {
    const { page, close } = await openSite();
    return { judge: pageJudge(page), dispose: close };
  }
  const runner = createNodeRunner();
  return {
    judge: createJudge(runner, { parallel }),
    dispose: async () => runner.dispose(),
  };
}
