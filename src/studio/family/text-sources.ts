import type { Shape, Source } from './block.ts';
import { count, join, plain } from './inputs.ts';
import type { Random } from './random.ts';

function letters(random: Random, length: number, shape: Shape): string {
  const alphabet =
    shape.values === 'repeated'
      ? 'abe'
      : shape.values === 'equal'
        ? random.pick(['a', 'z', 'e'])
        : shape.size === 'small'
          ? 'abcdeimnorst'
          : 'abcdefghijklmnopqrstuvwxyz';
  const text = Array.from({ length }, () => random.pick([...alphabet])).join('');
  return shape.values === 'ascending' ? text + [...text].reverse().join('') : text;
}

const wordLength = (random: Random, shape: Shape) =>
  shape.size === 'one' ? 1 : shape.size === 'small' ? random.int(5, 9) : random.int(2, 30);

export const TEXT_SOURCES: Source[] = [
  {
    stage: 'source',
    to: 'characters',
    id: 'word',
    title: 'Letter',
    nonNegative: false,
    technique: 'text',
    items: ['letters', 'characters'],
    given: ['a word', 'a word in small letters', 'a string of small letters', 'one lowercase word'],
    whole: ['the {items} of the word', 'the {items} of the string', 'its {items}', 'all its {items}'],
    say: [
      'The input is [just|only] a word in [small|lowercase] letters.',
      'A [word|string] [stands|is given] on [one line|a line of its own], [small|lowercase] letters only.',
      'Somebody [whispers|shouts|sends] you a [word|string] of [small|lowercase] letters.',
      '[Take|Look at] a [word|string] of [small|lowercase] letters, which is all of the input.',
      '[You are given|You get|Given is|The input is|Read] [a word|a string|one word|a text] of [small|lowercase] letters.',
      '[One line|The only line|A single line] [has|holds|contains|gives] a [word|string] of [small|lowercase] letters.',
      '[Anna|Ben|Mia|Tom|A child|A robot] [typed|wrote|found|wrote down] a [word|string] of [small|lowercase] letters.',
    ],
    plan: 'Read the word s.',
    python: ['s = input().strip()'],
    make: (random, shape) => {
      const text = letters(random, wordLength(random, shape), shape);
      return plain(`${text}\n`, [...text]);
    },
  },
  {
    stage: 'source',
    to: 'words',
    id: 'words',
    title: 'Word',
    nonNegative: false,
    technique: 'words',
    items: ['words'],
    given: ['a line of words', 'some words on one line', 'a line of words in small letters', 'several words'],
    whole: ['the {items}', 'the {items} of the line', 'all the {items}', 'the given {items}'],
    say: [
      'The input is [just|only] one line of {items} in [small|lowercase] letters.',
      'Some {items} in [small|lowercase] letters [stand|are given] on one line.',
      '[Anna|Ben|Mia|Tom|A child|A robot] [typed|wrote|found|says] [some|a few|several] {items} on one line, all in small letters.',
      '[Take|Look at] a line of {items} in [small|lowercase] letters with spaces between them.',
      '[You are given|You get|The input is|There is|Read] [a line of|one line with|a sentence of] {items} in [small|lowercase] letters.',
      '[One line|The only line|A single line] [has|holds|contains|gives] [some|a few|several] {items}, [separated by spaces|with spaces between them].',
    ],
    plan: 'Read the words w.',
    python: ['w = input().split()'],
    make: (random, shape) => {
      const values = Array.from(
        { length: shape.size === 'small' ? random.int(4, 6) : Math.min(12, count(random, shape.size)) },
        () =>
          letters(random, random.int(1, 7), {
            ...shape,
            values: shape.values === 'ascending' ? 'mixed' : shape.values,
          }),
      );
      return plain(`${join(values)}\n`, values);
    },
  },
];
