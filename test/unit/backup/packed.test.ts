import { expect, test } from 'vitest';
import { checkBackup } from '../../../src/backup/check.ts';
import { packedLines, packLines } from '../../../src/ui/backup/packed.ts';
import { everyKind, linesOf } from '../../sample-backup.ts';

const lines = await linesOf(everyKind());
async function* each(): AsyncGenerator<string> {
  for (const line of lines) yield line.trimEnd();
}
const packed = new Uint8Array(await (await packLines(each())).arrayBuffer());
const { signal } = new AbortController();
const check = (bytes: Uint8Array<ArrayBuffer>, read = (_: number) => {}) =>
  checkBackup(packedLines(new File([bytes], 'mine.quartet-backup'), read, signal));

test('lines that were packed are read back, and how far is told', async () => {
  const told: number[] = [];
  const { report } = await check(packed, (fraction) => told.push(fraction));
  expect(report.counts.run).toEqual({ there: 2 });
  expect(told.at(-1)).toBe(1);
});

test('a file that is cut off anywhere is damaged', async () => {
  for (let length = 2; length < packed.length; length += 97)
    await expect(check(packed.slice(0, length))).rejects.toMatchObject({
      name: 'BackupError',
      fault: 'damaged',
      message: expect.stringMatching(/^mine\.quartet-backup .*(copied to its end|damaged)/),
    });
});

test('a file with any byte of its contents changed is damaged, or no backup', async () => {
  // The first ten are gzip's own head, which names a time and a system.
  for (let at = 10; at < packed.length; at += 53) {
    const changed = packed.slice();
    changed[at]! ^= 0x10;
    await expect(check(changed)).rejects.toMatchObject({ name: 'BackupError' });
  }
});

test('a file that is under no gzip is no backup', async () => {
  const text = new TextEncoder().encode(lines.join(''));
  await expect(check(text)).rejects.toThrow('mine.quartet-backup is no backup of this page.');
  await expect(check(new Uint8Array())).rejects.toMatchObject({ fault: 'no backup' });
});

test('a stop ends the reading with its reason', async () => {
  const controller = new AbortController();
  controller.abort(new Error('enough'));
  const file = new File([packed], 'mine.quartet-backup');
  await expect(checkBackup(packedLines(file, () => {}, controller.signal))).rejects.toThrow('enough');
});

test('what keeps the lines from being made keeps the file from being made', async () => {
  const broken = async function* () {
    yield 'a';
    throw new Error('the disk is gone');
  };
  await expect(packLines(broken())).rejects.toThrow('the disk is gone');
});
