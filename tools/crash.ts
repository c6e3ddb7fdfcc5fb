import type { BrowserContext, Page } from 'playwright-core';
import { openSite } from './site.ts';

/** One run whose renderer was killed. */
export interface Crash {
  /** Milliseconds after Solve was pressed. */
  after: number;
  /** Things that the page had shown by then: bars, switches, programs with their verdicts, an ending. */
  shown: number;
  /** Those of them that are not in History afterwards. */
  lost: string[];
}

export interface CrashOptions {
  count: number;
  /** Of the moments. */
  seed: number;
  /** Milliseconds within which a run is killed. */
  within?: number;
}

const WITHIN_MS = 3000;
const PATIENCE_MS = 120_000;

/**
 * Solves in the built page, kills its renderer at `count` random moments, and looks up in History whether everything
 * that the page had shown is still there.
 */
export async function* crashes({ count, seed, within = WITHIN_MS }: CrashOptions): AsyncGenerator<Crash> {
  const open = await openSite();
  const { context, site } = open;
  context.setDefaultTimeout(PATIENCE_MS);
  const random = randomOf(seed);
  let page = open.page;
  let shown = new Set<string>();
  await context.exposeFunction('reportShown', (names: string[]) => {
    for (const name of names) shown.add(name);
  });
  try {
    for (let i = 0; i < count; i++) {
      shown = new Set();
      await page.goto(`${site.url}#/solve`);
      await page.evaluate(`globalThis.namesShown = ${namesShown}`);
      await page.evaluate(watch);
      const button = page.locator('.solve-bar button').first();
      await button.waitFor();
      if ((await button.textContent())?.startsWith('Solve')) await button.click();
      await page.locator('.run-state').waitFor();
      const after = Math.round(random() * within);
      await page.waitForTimeout(after);
      await kill(context, page);
      page = await context.newPage();
      await page.goto(`${site.url}#/history`);
      const kept = new Set(await newestRun(page));
      yield { after, shown: shown.size, lost: [...shown].filter((name) => !kept.has(name)) };
    }
  } finally {
    await open.close();
  }
}

/** What History shows of the newest run; nothing where there is none, as the first may be killed before it begins. */
async function newestRun(page: Page): Promise<string[]> {
  const runs = page.locator('.runs a');
  await runs.or(page.getByText('No runs yet')).first().waitFor();
  if ((await runs.count()) === 0) return [];
  await runs.first().click();
  await page.locator('.run-facts').waitFor();
  return page.evaluate(namesShown);
}

/** Ends the page's renderer as a crash does, and puts the page away. */
async function kill(context: BrowserContext, page: Page): Promise<void> {
  const crashed = page.waitForEvent('crash');
  const session = await context.newCDPSession(page);
  // The command's answer goes down with the renderer.
  session.send('Page.crash').catch(() => {});
  await crashed;
  await page.close();
}

/** Numbers from 0 to 1, the same for the same seed: Mulberry32. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Runs in the page: what it shows of a run, by name. An open bar grows, so its length is no part of its name. An answer's
 * bar takes on its program's letter and verdict once these are known, which have names of their own, so it goes by its
 * role and plan. Without functions that have names, which a bundler would mark by a helper that is not in the page.
 */
function namesShown(): string[] {
  const shown = document.querySelectorAll('.bar, .switches > span, .candidate, .accepted h2, .grade');
  return [...shown].flatMap((element) => {
    const name =
      element.getAttribute('aria-label') ?? element.getAttribute('title') ?? element.textContent ?? '';
    // Which program is chosen is said by the heading of the accepted one.
    if (!element.matches('.bar')) return [name.replace(/chosen$/, '')];
    const lasting = element.matches('.request') ? name.replace(/^(\w+ \d+)[^,]*/, '$1') : name;
    const [begun = ''] = lasting.split(',');
    return element.matches('.open') ? [begun.trim()] : [begun.trim(), lasting];
  });
}

/** Runs in the page: reports what it shows whenever that changes. */
function watch(): void {
  const page = globalThis as unknown as { namesShown(): string[]; reportShown(names: string[]): void };
  new MutationObserver(() => page.reportShown(page.namesShown())).observe(document.body, {
    ...{ childList: true, subtree: true, attributes: true, characterData: true },
  });
}
