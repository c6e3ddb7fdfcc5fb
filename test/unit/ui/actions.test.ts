import { expect, test } from 'vitest';
import { isPressed, shownKeys } from '../../../src/ui/command/actions.ts';

const pressed = (
  key: string,
  held: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', true>> = {},
) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});

test('a shortcut is its key with exactly its modifiers', () => {
  expect(isPressed('Ctrl+Enter', pressed('Enter', { ctrlKey: true }))).toBe(true);
  expect(isPressed('Ctrl+Enter', pressed('Enter', { ctrlKey: true, shiftKey: true }))).toBe(false);
  expect(isPressed('Ctrl+Enter', pressed('Enter'))).toBe(false);
  expect(isPressed('Ctrl+K', pressed('k', { ctrlKey: true }))).toBe(true);
});

test('Cmd stands for Ctrl on a Mac', () => {
  expect(isPressed('Ctrl+Enter', pressed('Enter', { metaKey: true }))).toBe(true);
});

test('a button shows its shortcut in the usual signs', () => {
  expect(shownKeys('Ctrl+Shift+Enter')).toBe('Ctrl ⇧ ⏎');
});
