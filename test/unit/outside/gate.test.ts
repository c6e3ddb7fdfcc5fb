import { expect, test } from 'vitest';
import { createGate, type GateOptions, permissible } from '../../../src/outside/gate.ts';
import { pagePolicy } from '../../../tools/vite/policy.ts';

const HTTPS_PAGE = 'https://quartet.example/app/';
const never = new AbortController().signal;

/** A gate whose person is asked by `answers`, host by host, and what it let through. */
function gateOf(answers: Record<string, boolean>, changes: Partial<GateOptions> = {}) {
  const asked: string[] = [];
  const requests: string[] = [];
  const permitted = new Set<string>();
  const gate = createGate({
    ...{ page: HTTPS_PAGE, sealed: false },
    isPermitted: (host) => permitted.has(host),
    async ask(host, purpose) {
      asked.push(`${host} for ${purpose}`);
      if (answers[host]) permitted.add(host);
      return answers[host] ?? false;
    },
    onRequest: (host) => requests.push(host),
    ...changes,
  });
  return { gate, asked, requests };
}

test('a host is asked about once, and every request to it counts', async () => {
  const { gate, asked, requests } = gateOf({ 'hub.example': true });
  await Promise.all(['a', 'b', 'c'].map((path) => gate.pass(`https://hub.example/${path}`, 'a model')));
  await gate.pass('https://hub.example/d', 'a model');
  gate.sentOn('cdn.example');
  expect(asked).toEqual(['hub.example for a model']);
  expect(requests).toEqual([...Array(4).fill('hub.example'), 'cdn.example']);
});

test('ports are hosts of their own, as another program may be behind each', async () => {
  const { gate, asked } = gateOf({ 'localhost:1234': true, 'localhost:5678': true });
  await gate.pass('http://localhost:1234/', 'answers');
  await gate.pass('http://localhost:5678/', 'answers');
  expect(asked).toEqual(['localhost:1234 for answers', 'localhost:5678 for answers']);
});

test('a refusal sends nothing, and the next request asks again', async () => {
  const { gate, asked, requests } = gateOf({});
  for (const path of ['a', 'b']) {
    await expect(gate.pass(`https://hub.example/${path}`, 'a model')).rejects.toMatchObject({
      name: 'OutsideError',
      reason: 'refused',
      host: 'hub.example',
    });
  }
  expect(asked).toHaveLength(2);
  expect(requests).toEqual([]);
});

test('who stops waiting is let go, and the question falls when nobody waits', async () => {
  let fell = false;
  const { gate } = gateOf(
    {},
    {
      ask: (_host, _purpose, signal) =>
        new Promise((_, reject) =>
          signal.addEventListener('abort', () => {
            fell = true;
            reject(signal.reason);
          }),
        ),
    },
  );
  const [one, two] = [new AbortController(), new AbortController()];
  const waits = [one, two].map(({ signal }) => gate.pass('https://hub.example/', 'a model', signal));
  one.abort();
  await expect(waits[0]).rejects.toMatchObject({ name: 'AbortError' });
  expect(fell).toBe(false);
  two.abort();
  await expect(waits[1]).rejects.toMatchObject({ name: 'AbortError' });
  expect(fell).toBe(true);
});

test('the site’s own files are nothing outside, sealed or not', async () => {
  const { gate, asked, requests } = gateOf({}, { sealed: true });
  await gate.pass(`${HTTPS_PAGE}models/mine/`, 'a model', never);
  expect({ asked, requests }).toEqual({ asked: [], requests: [] });
});

test.each([
  ['http://192.168.1.20:11434/v1', HTTPS_PAGE, 'mixed', /mixed content.*localhost/],
  ['http://192.168.1.20:11434/v1', 'http://192.168.1.20/', 'mixed', /policy.*https/],
  ['http://localhost.evil.example/', HTTPS_PAGE, 'mixed', /cannot be asked/],
  ['ftp://hub.example/x', HTTPS_PAGE, 'address', /only https/],
  ['javascript:alert(1)', HTTPS_PAGE, 'address', /only https/],
  ['hub.example/x', HTTPS_PAGE, 'address', /begin with https/],
])('%s may not be asked from %s', (url, page, reason, message) => {
  expect(() => permissible(url, page, false)).toThrow(
    expect.objectContaining({ reason, message: expect.stringMatching(message) }),
  );
});

test.each(['https://hub.example/x', 'http://localhost:11434/v1', 'http://127.0.0.1:8080/'])(
  '%s may be asked, but by no sealed copy',
  (url) => {
    expect(permissible(url, HTTPS_PAGE, false).href).toBe(url);
    expect(() => permissible(url, HTTPS_PAGE, true)).toThrow(/asks nobody.*from disk/);
  },
);

test('the page’s policy lets out what the gate does, and a sealed one nothing', () => {
  const connect = (sealed: boolean) => pagePolicy("'sha256-x'", sealed).match(/connect-src [^;]*/)![0];
  expect(connect(false)).toBe("connect-src 'self' https: http://localhost:* http://127.0.0.1:*");
  expect(connect(true)).toBe("connect-src 'self'");
});
