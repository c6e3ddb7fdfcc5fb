import type { Browser } from 'playwright-core';
import { findChromium } from './ensure.mjs';

/** No network of its own: Chromium's updates, reports and name look-ups stay off. */
const QUIET = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

/** Starts the machine's Chromium without a window. `args` are added to its command line. */
export async function launchChromium(args: string[] = []): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) {
    throw new Error(
      'No Chromium found. Install Chromium or Chrome (Debian or Ubuntu: `sudo apt-get install chromium`), or set ' +
        'CHROMIUM to the path of its program.',
    );
  }
  // Seven megabytes to read, which most commands never need.
  const { chromium } = await import('playwright-core');
  return chromium.launch({ executablePath, headless: true, args: [...QUIET, ...args] });
}
