import { deflateSync } from 'fflate';
import { crc32 } from 'hash-wasm';
import { expect, test } from 'vitest';
import { createProblem } from '../../../src/judge/create.ts';
import { LONGEST_LINK, readLink, writeLink } from '../../../src/share/link.ts';
import { type Choice, sharedJson } from '../../../src/share/shared.ts';
import { isOnlyHere, sizeWarning } from '../../../src/ui/share/size-words.ts';

const problem = await createProblem({
  title: 'Twice as much',
  statement: 'Print **twice** the integer ½ — ∀ n.',
  source: 'contest 7',
  tests: [
    { id: 'sample/1', input: '21\n', answers: ['42\n'], origin: 'sample' },
    { id: 'secret/1', input: '3\n', answers: ['6\n'], origin: 'secret' },
  ],
  assets: [{ name: 'a.png', mediaType: 'image/png', base64: 'AAAA' }],
  references: [{ language: 'python', source: 'print("the answer")', verdict: 'accepted' }],
});
const ownTests = [{ id: 'user/1', input: '7\n', answers: ['14\n'], origin: 'user' as const }];
const submission = { language: 'python', source: 'print(2 * int(input()))\n' };
const results = [
  { id: 'sample/1', verdict: 'AC' as const, detail: '', stdout: '42\n', stderr: '', measured: { ms: 3.4 } },
  { id: 'secret/1', verdict: 'WA' as const, detail: 'no', stdout: '', stderr: '', measured: { ms: 2 } },
];
const ALL: Choice = { ownTests: true, hiddenTests: true, pictures: true };
const NONE: Choice = { ownTests: false, hiddenTests: false, pictures: false };
const jsonOf = (choice: Choice) => sharedJson(problem, ownTests, submission, results, choice);
const link = await writeLink(jsonOf(ALL));

/** A link as this page would write it, of whatever bytes. */
async function linkOf(packed: Uint8Array): Promise<string> {
  const bytes = Buffer.alloc(8 + packed.length);
  bytes.writeUInt32BE(packed.length, 0);
  bytes.writeUInt32BE(Number.parseInt(await crc32(packed), 16), 4);
  bytes.set(packed, 8);
  return `1.${bytes.toString('base64url')}`;
}

test('a link brings problem, tests, program and verdicts as they were sent', async () => {
  const { references, ...open } = problem;
  expect(await readLink(link)).toEqual({
    problem: { ...open, references: [] },
    revision: problem.revision,
    ownTests,
    submission,
    claims: [
      { id: 'sample/1', verdict: 'AC', ms: 3 },
      { id: 'secret/1', verdict: 'WA', ms: 2 },
    ],
    without: { hiddenTests: 0, pictures: 0 },
  });
});

test('what the sender does not want is not in it, and the reader is told how much that is', async () => {
  const shared = await readLink(await writeLink(jsonOf(NONE)));
  expect(shared.problem.tests.map(({ id }) => id)).toEqual(['sample/1']);
  expect(shared).toMatchObject({ ownTests: [], without: { hiddenTests: 1, pictures: 1 } });
  expect(shared.problem.id).toBe(problem.id);
  // Who has the whole problem knows it by this, and can judge on the tests that were left out.
  expect(shared.revision).toBe(problem.revision);
  expect(shared.problem.revision).not.toBe(problem.revision);
  expect(JSON.stringify(shared)).not.toContain('the answer');
});

test('a link is of letters, digits and two signs that no chat takes for its own', () => {
  expect(link).toMatch(/^1\.[A-Za-z0-9_-]+$/);
});

test.each([')', '.', '"', '>,'])('what a sentence puts after it, %s, does no harm', async (sign) => {
  expect((await readLink(link + sign)).problem.title).toBe('Twice as much');
});

test('cut off anywhere it is said to be cut off, and nothing is read', async () => {
  for (let length = 2; length < link.length; length += 7)
    await expect(readLink(link.slice(0, length))).rejects.toMatchObject({ fault: 'cut off' });
  await expect(readLink(link.slice(0, -1))).rejects.toMatchObject({ fault: 'cut off' });
});

test('any letter changed is found', async () => {
  for (let at = 14; at < link.length - 1; at += 11) {
    const other = link[at] === 'A' ? 'B' : 'A';
    const changed = link.slice(0, at) + other + link.slice(at + 1);
    await expect(readLink(changed)).rejects.toMatchObject({ name: 'LinkError', fault: 'altered' });
  }
});

const packed = (value: unknown) => linkOf(deflateSync(new TextEncoder().encode(JSON.stringify(value))));
const changed = (part: object) => packed({ ...jsonOf(ALL), ...part });
test.each<[what: string, text: string, fault: string, message: string]>([
  ['no link', 'hello', 'unreadable', 'its beginning is not there'],
  ['nothing', '', 'unreadable', 'its beginning is not there'],
  ['one of a newer page', `2${link.slice(1)}`, 'newer', 'format 2; this one reads 1'],
  ['one with more after it', `${link}AAAA`, 'altered', 'some of it was changed'],
  ['one with a sign that it cannot have', `${link.slice(0, 40)}%${link.slice(41)}`, 'altered', 'changed'],
  ['one that is too long', `1.${'A'.repeat(LONGEST_LINK)}`, 'too big', 'this page reads 1,000,000'],
  ['bytes that are not packed', await linkOf(Buffer.from('not packed at all')), 'unreadable', 'unpacked'],
  ['packed text that is no JSON', await linkOf(deflateSync(Buffer.from('{'))), 'unreadable', 'no JSON'],
  ['JSON of another kind', await packed([]), 'unreadable', 'is a list'],
  ['a problem that is none', await changed({ problem: null }), 'unreadable', 'The link, problem'],
  ['a program that is no text', await changed({ submission: { language: 'c' } }), 'unreadable', 'source'],
  [
    'a verdict that there is not',
    await changed({ claims: [{ id: 'a', verdict: 'OK' }] }),
    'unreadable',
    'OK',
  ],
  [
    'a test that passes for another',
    await changed({ ownTests: problem.tests }),
    'unreadable',
    'ownTests[0].id',
  ],
])('%s is refused with what is wrong', async (_, text, fault, message) => {
  const error = await readLink(text).catch((reason) => reason);
  expect(error).toMatchObject({ name: 'LinkError', fault });
  expect(error.message).toContain(message);
});

test('a few bytes that would unpack to more than memory holds are refused long before they do', async () => {
  const bomb = await linkOf(deflateSync(new Uint8Array(40 * 2 ** 20), { level: 1 }));
  expect(bomb.length).toBeLessThan(LONGEST_LINK);
  await expect(readLink(bomb)).rejects.toMatchObject({ fault: 'too big' });
});

test('a problem that brings an id does not pass for the problem of that id', async () => {
  const { problem: told } = jsonOf(ALL) as { problem: object };
  const shared = await readLink(await changed({ problem: { ...told, id: 'a'.repeat(64), title: 'Other' } }));
  expect(shared.problem.id).not.toBe('a'.repeat(64));
  expect(shared.problem.id).not.toBe(problem.id);
});

test('of a link’s length it is said where it will not get', () => {
  expect(sizeWarning(1999)).toBeNull();
  expect(sizeWarning(5000)).toContain('Discord');
  expect(sizeWarning(90_000)).toContain('most chats');
  expect(isOnlyHere({ protocol: 'http:', hostname: '127.0.0.1' })).toBe(true);
  expect(isOnlyHere({ protocol: 'https:', hostname: 'quartet.example' })).toBe(false);
});
