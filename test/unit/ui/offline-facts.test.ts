import { expect, test } from 'vitest';
import { sentenceOn } from '../../../src/ui/offline/offline-facts.tsx';
import { NOT_LOOKED, type Piece, type PieceState } from '../../../src/ui/offline/view.ts';

const piece = (id: string, label: string, state: PieceState): Piece => ({ id, label, bytes: 4e6, state });
const pageIs = (state: PieceState) => ({
  ...NOT_LOOKED,
  pieces: [
    piece('page', 'This page', state),
    piece('lua', 'Lua 5.4', { is: 'here' }),
    piece('ruby', 'Ruby 3.4', { is: 'absent' }),
    piece('clang', 'C++, C', { is: 'failed', error: new Error('damaged') }),
  ],
});

test('what works without a network is named, and what only works with one', () => {
  expect(sentenceOn(pageIs({ is: 'here' }))).toBe(
    'Works without a network: This page; Lua 5.4. Only with one: Ruby 3.4; C++, C.',
  );
});

test('until the page itself is kept, nothing is said to work', () => {
  expect(sentenceOn(NOT_LOOKED)).toBe('What works without a network is being looked up.');
  expect(sentenceOn(pageIs({ is: 'coming', received: 1.5e6 }))).toContain('1.5 MB of 4.0 MB');
  expect(sentenceOn(pageIs({ is: 'absent' }))).toBe(
    'This page is not kept for a time without a network yet.',
  );
  expect(sentenceOn({ ...pageIs({ is: 'absent' }), reachable: false })).toMatch(
    /^The browser has lost something/,
  );
  expect(sentenceOn(pageIs({ is: 'failed', error: new Error('No room.') }))).toBe('No room.');
  expect(sentenceOn({ ...NOT_LOOKED, without: 'it came over plain http' })).toBe(
    'This page opens with a network only, because it came over plain http.',
  );
});
