import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenSite, openSite } from '../../tools/site.ts';

let open: OpenSite;
let page: Page;

beforeAll(async () => {
  open = await openSite();
  page = open.page;
  page.setDefaultTimeout(60_000);
});

afterAll(async () => {
  const { errors, outside } = open;
  await open.close();
  expect({ errors, outside }).toEqual({ errors: [], outside: [] });
});

/** One red pixel. */
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==';

async function bring(statement: string): Promise<void> {
  const problem = {
    title: 'A statement',
    statement,
    assets: [
      { name: 'cave.png', mediaType: 'image/png', base64: PIXEL },
      { name: 'page.html', mediaType: 'text/html', base64: 'PHNjcmlwdD5oaXQ9MTwvc2NyaXB0Pg==' },
    ],
    tests: [{ id: 'sample/1', input: '1\n', answers: ['1\n'], origin: 'sample' }],
  };
  const buffer = Buffer.from(JSON.stringify(problem));
  await page.evaluate(() => {
    location.hash = '#/problems';
  });
  await page
    .getByLabel('Choose files')
    .setInputFiles({ name: 'a.json', mimeType: 'application/json', buffer });
  await page.locator('.markdown').waitFor();
}

/** Ways to run a script or to ask a server, by which a stranger's statement might; each has a word of its own. */
const ATTACKS = [
  '<script>hit=1</script>',
  '<script src="/probe-1.js"></script>',
  '<img src=x onerror=hit=1>',
  '<img src="https://evil.example/probe-2.png">',
  '![remote](https://evil.example/probe-3.png)',
  '![near](/probe-4.png)',
  '<img src="/probe-5.png" alt="near too">',
  '<svg onload=hit=1></svg>',
  '<svg><image href="/probe-6.png"></svg>',
  '<iframe src="javascript:parent.hit=1"></iframe>',
  '<iframe srcdoc="<script>parent.hit=1</script>"></iframe>',
  '<object data="/probe-7.html"></object><embed src="/probe-8.html">',
  '<a href="javascript:hit=1">click</a> [click](javascript:hit=1)',
  '<a href="https://ok.example/" onclick="hit=1" style="position:fixed">click</a>',
  '<div style="background:url(/probe-9.png)" onmouseover="hit=1">over</div>',
  '<link rel="stylesheet" href="/probe-10.css"><style>@import "/probe-11.css"; * { display: none }</style>',
  '<meta http-equiv="refresh" content="0;url=/probe-12">',
  '<form action="/probe-13"><button>send</button></form><input autofocus onfocus=hit=1>',
  '<math><mtext><img src=x onerror=hit=1></mtext></math>',
  '$\\href{javascript:hit=1}{x}$ $\\text{<img src=x onerror=hit=1>}$',
  '<table background="/probe-14.png"><tr><td onclick=hit=1>cell</td></tr></table>',
  '<video autoplay src="/probe-15.mp4"></video><audio src="/probe-16.mp3" autoplay></audio>',
  '<noscript><p title="</noscript><img src=x onerror=hit=1>">',
  '![page](page.html)',
  '<b id=app>clobber</b><img name="quartet" src="cave.png">',
];

test('no statement runs a script, asks a server or leaves its place', async () => {
  const before = open.site.requests.length;
  await bring(`${ATTACKS.join('\n\n')}\n\nThe end of it.`);
  await page.locator('.markdown', { hasText: 'The end of it.' }).waitFor();
  for (const link of await page.locator('.markdown a').all()) {
    expect(await link.getAttribute('href')).toMatch(/^https:\/\//);
  }
  // Links themselves are followed by who means to.
  await page.locator('.markdown :not(a):not(a *)').evaluateAll((all) => {
    for (const event of ['click', 'mouseover', 'focus'])
      for (const one of all) one.dispatchEvent(new Event(event));
  });
  expect(await page.evaluate(() => (globalThis as { hit?: number }).hit)).toBe(undefined);
  expect(open.site.requests.slice(before).filter((path) => path.includes('probe'))).toEqual([]);
  const { tags, attributes } = await page.evaluate(() => {
    const elements = [...document.querySelectorAll('.markdown *')];
    return {
      tags: [...new Set(elements.map(({ localName }) => localName))].sort(),
      attributes: [...new Set(elements.flatMap((element) => element.getAttributeNames()))].sort(),
    };
  });
  expect(tags.join(' ')).toBe('a div img math mi mn mo mrow mtext p span strong table tbody td tr');
  expect(attributes.join(' ')).toBe('alt class form href rel src target');
  expect(await page.locator('.markdown img').count()).toBe(1);
});

test('tables, images of the problem’s own, lists and formulas are drawn', async () => {
  await bring(
    [
      '| Group | Points |\n|---|--:|\n| 1 | $n \\le 10^5$ |',
      '![A cave](cave.png) <img src="./cave.png" alt="The same">',
      '1. one\n   - inner\n     - innermost',
      '$$\\sum_{i=1}^{n} \\frac{a_i}{2}$$',
      'x<sup>2</sup> &lt; 5',
    ].join('\n\n'),
  );
  const markdown = page.locator('.markdown');
  expect(await markdown.locator('th, td').allTextContents()).toEqual(['Group', 'Points', '1', 'n≤105']);
  await expect
    .poll(() =>
      markdown.locator('img').evaluateAll((all) => all.map((one) => (one as HTMLImageElement).naturalWidth)),
    )
    .toEqual([1, 1]);
  expect(await markdown.locator('ol > li > ul > li > ul > li').textContent()).toBe('innermost');
  // A fraction is two lines high: it is laid out as a formula, not as text.
  const height = (selector: string) =>
    markdown.locator(selector).evaluate((element) => element.getBoundingClientRect().height);
  expect(await height('mfrac')).toBeGreaterThan(1.5 * (await height('mfrac mn')));
  expect(await markdown.locator('p').last().textContent()).toBe('x2 < 5');
});

test('long formulas and tables do not widen a narrow window', async () => {
  await page.setViewportSize({ width: 360, height: 740 });
  await bring(
    `$${Array.from({ length: 30 }, (_, i) => `a_{${i}} \\le `).join('')} b$\n\n|${' wide |'.repeat(30)}\n|${'---|'.repeat(30)}\n\n$$${'\\frac{a}{b} + '.repeat(40)} c$$`,
  );
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
});
