import { expect, test } from 'vitest';
import { hasRoom } from '../../../src/llm/room.ts';

const text = (prompt: number[], longest: number) => ({ prompt, longest });

test('texts have room together up to the positions that there are', () => {
  const running = [text([1, 2, 3], 40)];
  expect(hasRoom(text([4, 5], 60), running, 100)).toBe(true);
  expect(hasRoom(text([4, 5], 61), running, 100)).toBe(false);
  expect(hasRoom(text([4, 5], 1e9), running, Number.POSITIVE_INFINITY)).toBe(true);
});

test('what prompts begin with alike is held once', () => {
  const prompt = Array.from({ length: 90 }, (_, i) => i);
  const four = Array.from({ length: 4 }, () => text(prompt, 100));
  expect(hasRoom(text(prompt, 100), four, 140)).toBe(true);
  expect(hasRoom(text(prompt, 100), four, 139)).toBe(false);
  const other = text([...prompt.slice(0, 50), -1], 100);
  expect(hasRoom(other, four, 180)).toBe(true);
  expect(hasRoom(other, four, 179)).toBe(false);
});
