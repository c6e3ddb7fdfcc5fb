/** `npm run icons`: makes the app's pictures in PNG from `public/icons/icon.svg`, in Chromium. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { launchChromium } from './chromium.ts';

const folder = fileURLToPath(new URL('../public/icons/', import.meta.url));
const svg = readFileSync(`${folder}icon.svg`, 'utf8');
/** To its edges, where a system cuts a shape of its own out of it. */
const whole = svg.replace(' rx="14"', '');

const browser = await launchChromium();
try {
  const page = await browser.newPage();
  for (const [name, size, picture] of [
    ['icon-192', 192, svg],
    ['icon-512', 512, svg],
    ['maskable-512', 512, whole],
  ] as const) {
    await page.setViewportSize({ width: size, height: size });
    await page.setContent(`<body style="margin:0">${picture}</body>`);
    await page.screenshot({ path: `${folder}${name}.png`, omitBackground: true });
  }
} finally {
  await browser.close();
}
