import type { Reduction, Step } from './block.ts';
import { drawLetter } from './letters.ts';
import { DROP, KEEP, OUT, SHOW } from './verbs.ts';
import { answer, change, selected, selection } from './wording/frames.ts';

/** Blocks over the characters of one word, `s` in programs. */
const VOWELS = 'aeiou';

type StepSpec = Omit<Step, 'from' | 'to'> & { to?: Step['to'] };
const onCharacters = (spec: StepSpec): Step => ({ from: 'characters', to: 'characters', ...spec });

export const CHARACTER_STEPS: Step[] = [
  onCharacters({
    stage: 'filter',
    id: 'vowels',
    title: 'Vowel',
    technique: 'selection',
    mistaken: ['consonants'],
    say: [
      ...selection(['are vowels'], ['are consonants', 'are not vowels']),
      `${KEEP} [the|] vowels.`,
      `${DROP} [all|the|all the] consonants.`,
      `${DROP} [everything|all {items}] but the vowels.`,
      '[Only|Just] vowels [count|matter|stay|are kept].',
    ],
    phrase: [
      ...selected(['are vowels'], ['are consonants', 'are not vowels']),
      'the vowels among {x}',
      'the vowels of {x}',
    ],
    plan: 'Keep the vowels.',
    python: ["s = [x for x in s if x in 'aeiou']"],
    run: (s: string[]) => s.filter((x) => VOWELS.includes(x)),
  }),
  onCharacters({
    stage: 'filter',
    id: 'consonants',
    title: 'Consonant',
    technique: 'selection',
    mistaken: ['vowels'],
    say: [
      ...selection(['are consonants', 'are not vowels'], ['are vowels']),
      `${KEEP} [the|] consonants.`,
      `${DROP} [all|the|all the] vowels.`,
      `${DROP} [everything|all {items}] but the consonants.`,
      '[Only|Just] consonants [count|matter|stay|are kept].',
      'Vowels [do not count|are ignored|are dropped|are skipped].',
    ],
    phrase: [
      ...selected(['are consonants', 'are not vowels'], ['are vowels']),
      'the consonants among {x}',
      'the consonants of {x}',
    ],
    plan: 'Keep the consonants.',
    python: ["s = [x for x in s if x not in 'aeiou']"],
    run: (s: string[]) => s.filter((x) => !VOWELS.includes(x)),
  }),
  onCharacters({
    stage: 'filter',
    id: 'without-letter',
    title: 'Without',
    technique: 'selection',
    draw: drawLetter,
    mistaken: ['vowels', 'consonants', 'before-letter'],
    say: [
      ...selection(['are not {letter}', 'differ from {letter}'], ['are {letter}', 'equal {letter}']),
      `${DROP} [every|each|all copies of the] letter {letter}.`,
      `${KEEP} [the|] {items} [different from|other than] {letter}.`,
      'The letter {letter} [does not count|is ignored|is dropped|is skipped].',
    ],
    phrase: [
      ...selected(['are not {letter}', 'differ from {letter}'], ['are {letter}', 'equal {letter}']),
      'those of {x} other than {letter}',
      '{x} without every {letter}',
    ],
    plan: 'Drop the letter {letter}.',
    python: ["s = [x for x in s if x != '{letter}']"],
    run: (s: string[], { letter: l }) => s.filter((x) => x !== l),
  }),
  onCharacters({
    stage: 'filter',
    id: 'before-letter',
    title: 'Early',
    technique: 'selection',
    draw: drawLetter,
    mistaken: ['after-letter', 'without-letter'],
    say: [
      ...selection(
        ['come before {letter} in the alphabet', 'are earlier than {letter} in the alphabet'],
        ['come at or after {letter} in the alphabet', 'do not come before {letter} in the alphabet'],
      ),
      `${KEEP} [the|] {items} [before|earlier than] {letter} in the alphabet.`,
      `${DROP} [all|the] {items} from {letter} on in the alphabet.`,
    ],
    phrase: [
      ...selected(
        ['come before {letter} in the alphabet', 'are earlier than {letter} in the alphabet'],
        ['come at or after {letter} in the alphabet', 'do not come before {letter} in the alphabet'],
      ),
      'those of {x} before {letter} in the alphabet',
    ],
    plan: 'Keep the letters before {letter}.',
    python: ["s = [x for x in s if x < '{letter}']"],
    run: (s: string[], { letter: l }) => s.filter((x) => x < l),
  }),
  onCharacters({
    stage: 'filter',
    id: 'after-letter',
    title: 'Late',
    technique: 'selection',
    draw: drawLetter,
    mistaken: ['before-letter', 'without-letter'],
    say: [
      ...selection(
        ['come after {letter} in the alphabet', 'are later than {letter} in the alphabet'],
        ['come at or before {letter} in the alphabet', 'do not come after {letter} in the alphabet'],
      ),
      `${KEEP} [the|] {items} [after|later than] {letter} in the alphabet.`,
      `${DROP} [all|the] {items} up to {letter} in the alphabet.`,
    ],
    phrase: [
      ...selected(
        ['come after {letter} in the alphabet', 'are later than {letter} in the alphabet'],
        ['come at or before {letter} in the alphabet', 'do not come after {letter} in the alphabet'],
      ),
      'those of {x} after {letter} in the alphabet',
    ],
    plan: 'Keep the letters after {letter}.',
    python: ["s = [x for x in s if x > '{letter}']"],
    run: (s: string[], { letter: l }) => s.filter((x) => x > l),
  }),
  onCharacters({
    stage: 'filter',
    id: 'distinct-letters',
    title: 'Distinct',
    technique: 'sets',
    mistaken: ['letters-sorted'],
    say: [
      ...selection(['appear for the first time'], ['were there before', 'came before in the word']),
      '[Keep|Use|Take] [each|every] {item} only [once|the first time it appears].',
      `${DROP} [the|all] [repeated {items}|duplicates|repeats].`,
      '[Repeated {items}|Duplicates|Repeats] [do not count|are ignored|are dropped].',
    ],
    phrase: [
      ...selected(['appear for the first time'], ['were there before', 'came before in the word']),
      'the distinct ones of {x}',
      '{x} without repeats',
    ],
    plan: 'Keep the first copy of each letter.',
    python: ['s = list(dict.fromkeys(s))'],
    run: (s: string[]) => [...new Set(s)],
  }),
  onCharacters({
    stage: 'map',
    id: 'upper',
    title: 'Upper',
    technique: 'transformation',
    mistaken: ['next-letter'],
    say: [
      ...change(['its capital', 'its upper case form'], ['Capitalize']),
      '[Change|Turn] [each {item}|every {item}|them] [to upper case|into capitals|into a capital].',
      '[Make|Write] [them|the {items}] [big|capital|upper case].',
    ],
    phrase: ['{x} in upper case', '{x} as capitals'],
    plan: 'Change to upper case.',
    python: ['s = [x.upper() for x in s]'],
    run: (s: string[]) => s.map((x) => x.toUpperCase()),
  }),
  onCharacters({
    stage: 'map',
    id: 'doubled',
    title: 'Doubled',
    technique: 'transformation',
    mistaken: ['upper'],
    say: [
      ...change(['two copies of it', 'itself two times'], ['Duplicate', 'Double']),
      '[Double|Repeat twice|Write twice] [each {item}|every {item}].',
      '[Write|Put] [each {item}|every {item}] [two times|twice].',
    ],
    phrase: ['{x}, each written twice', '{x} with each one doubled'],
    plan: 'Double each letter.',
    python: ['s = [x for x in s for _ in range(2)]'],
    run: (s: string[]) => s.flatMap((x) => [x, x]),
  }),
  onCharacters({
    stage: 'map',
    to: 'numbers',
    id: 'alphabet-places',
    title: 'Place',
    technique: 'transformation',
    sign: 'nonNegative',
    say: change(
      ['its place in the alphabet, a being 1', 'its number in the alphabet, from 1 for a to 26 for z'],
      ['Take the place in the alphabet, 1 for a, of'],
    ),
    phrase: ['the places of {x} in the alphabet, a being 1', 'the numbers of {x} in the alphabet from 1 on'],
    plan: 'Take the place of each letter in the alphabet.',
    python: ['a = [ord(x.lower()) - 96 for x in s]'],
    run: (s: string[]) => s.map((x) => x.toLowerCase().charCodeAt(0) - 96),
  }),
  onCharacters({
    stage: 'order',
    id: 'letters-reversed',
    title: 'Reversed',
    technique: 'order',
    mistaken: ['letters-sorted'],
    say: [
      '[Start|Begin] with the last {item} and go back to the first.',
      '[Write|Spell|Read] the word backwards.',
      '[Make|Let] the last {item} the first, and so on.',

      '[Reverse|Turn around] [them|the {items}|their order].',
      '[Put|Write|Take] [them|the {items}] in reverse order.',
    ],
    phrase: ['{x} in reverse order', '{x} from back to front'],
    plan: 'Reverse the letters.',
    python: ['s = s[::-1]'],
    run: (s: string[]) => [...s].reverse(),
  }),
  onCharacters({
    stage: 'order',
    id: 'letters-sorted',
    title: 'Sorted',
    technique: 'sorting',
    mistaken: ['letters-reversed', 'distinct-letters'],
    say: [
      '[Bring|Get] [them|the {items}] into alphabetical order.',
      '[Arrange|Line up] [them|the {items}] from a to z.',
      '[Let|Put] a before b, b before c, and so on.',
      '[Sort|Order|Arrange|Put] [them|the {items}] [by the alphabet|in alphabetical order|from a to z].',
    ],
    phrase: ['{x} in alphabetical order', '{x} sorted from a to z'],
    plan: 'Sort the letters.',
    python: ['s = sorted(s)'],
    run: (s: string[]) => [...s].sort(),
  }),
];

type ReductionSpec = Omit<Reduction, 'stage' | 'from'>;
const ofCharacters = (spec: ReductionSpec): Reduction => ({
  stage: 'reduction',
  from: 'characters',
  ...spec,
});

function mostFrequent(s: string[]): string {
  const counts = new Map<string, number>();
  for (const x of s) counts.set(x, (counts.get(x) ?? 0) + 1);
  return [...counts].sort((p, q) => q[1] - p[1] || (p[0] < q[0] ? -1 : 1))[0]?.[0] ?? 'none';
}

const yes = (test: boolean) => (test ? 'YES' : 'NO');

export const CHARACTER_REDUCTIONS: Reduction[] = [
  ofCharacters({
    id: 'letter-count',
    title: 'Count',
    technique: 'counting',
    mistaken: ['letter-kinds'],
    say: [
      ...answer(['the number of {items}', 'how many {items} there are']),
      `${OUT} [how many there are|how many are left|the count|their count].`,
      'How many [{items} are left|are left|remain|are there]?',
      'Count them and [print|output|write] the count.',
    ],
    phrase: ['the number of {x}', 'the count of {x}'],
    plan: 'Print the count.',
    python: ['print(len(s))'],
    run: (s: string[]) => String(s.length),
  }),
  ofCharacters({
    id: 'letters-joined',
    title: 'Text',
    technique: 'output',
    ordered: true,
    mistaken: ['letters-spaced', 'letter-count'],
    say: [
      '[Glue|Join] them together and [print|write|output] the [word|result].',
      '[Print|Write] the {items} one after the other without spaces.',
      `${SHOW} [them as one word|them without spaces|what is left as one word|the resulting word].`,
    ],
    phrase: ['{x} as one word', '{x} without spaces'],
    plan: 'Print the letters as one word.',
    python: ["print(''.join(s))"],
    run: (s: string[]) => s.join(''),
  }),
  ofCharacters({
    id: 'letters-spaced',
    title: 'Spaced Text',
    technique: 'output',
    ordered: true,
    mistaken: ['letters-joined'],
    say: [
      '[Print|Write] the {items} one after the other, a space between each two.',
      '[Put|Leave] a space between each two and [print|output] the line.',
      `${SHOW} [them separated by spaces|them with spaces between|what is left separated by spaces].`,
    ],
    phrase: ['{x} separated by spaces', '{x} with spaces between'],
    plan: 'Print the letters with spaces.',
    python: ['print(*s)'],
    run: (s: string[]) => s.join(' '),
  }),
  ofCharacters({
    id: 'letter-kinds',
    title: 'Different',
    technique: 'sets',
    mistaken: ['letter-count'],
    say: [
      ...answer(['how many distinct {items} appear', 'the size of the set of {items}']),
      `${OUT} [how many different ones there are|the number of distinct ones|the number of different {items}].`,
      'How many different [ones|{items}] are there?',
    ],
    phrase: ['the number of different ones among {x}'],
    plan: 'Print the number of different letters.',
    python: ['print(len(set(s)))'],
    run: (s: string[]) => String(new Set(s).size),
  }),
  ofCharacters({
    id: 'letter-mode',
    title: 'Mode',
    technique: 'counting',
    whenEmpty: 'none',
    mistaken: ['first-letter'],
    say: [
      ...answer(['the most frequent {item}, the first in the alphabet in a tie']),
      `${OUT} [the most frequent one, the first in the alphabet if several tie|the one that appears most often, in a tie the first in the alphabet|the most common {item}, the earliest in the alphabet in a tie].`,
    ],
    phrase: ['the most frequent one of {x}, the first in the alphabet if several tie'],
    plan: 'Print the most frequent letter, the first in a tie, or none.',
    python: ["print(min(s, key=lambda x: (-s.count(x), x), default='none'))"],
    run: mostFrequent,
  }),
  ofCharacters({
    id: 'first-letter',
    title: 'First',
    technique: 'extremes',
    whenEmpty: 'none',
    mistaken: ['letter-mode'],
    say: [
      ...answer(['the first {item} by the alphabet', 'the alphabetically smallest {item}']),
      `${OUT} the one that comes first in the alphabet.`,
      `${OUT} the [earliest|smallest] {item} of the alphabet among them.`,
    ],
    phrase: ['the first of {x} by the alphabet', 'the alphabetically first of {x}'],
    plan: 'Print the first letter by the alphabet, or none.',
    python: ["print(min(s, default='none'))"],
    run: (s: string[]) => [...s].sort()[0] ?? 'none',
  }),
  ofCharacters({
    id: 'letter-mirror',
    title: 'Mirror',
    technique: 'decision',
    ordered: true,
    mistaken: ['letter-different'],
    say: [
      'Is it the same [forwards and backwards|in both directions]? Print YES or NO.',
      '[Check|Test] whether they [are|form] a palindrome and print YES or NO.',

      `${SHOW} YES if they [read the same from both sides|are a palindrome|are the same in reverse], [else|otherwise] NO.`,
      'Do they read the same [backwards|in reverse|from both sides]? [Answer|Print|Write] YES or NO.',
    ],
    phrase: [],
    plan: 'Print YES if the letters equal their reverse, else NO.',
    python: ['s = list(s)', "print('YES' if s == s[::-1] else 'NO')"],
    run: (s: string[]) => yes(s.join() === [...s].reverse().join()),
  }),
  ofCharacters({
    id: 'letter-different',
    title: 'All Different',
    technique: 'decision',
    mistaken: ['letter-mirror'],
    say: [
      'Does no {item} appear twice? Print YES or NO.',
      '[Check|Test] whether each {item} appears only once and print YES or NO.',

      `${SHOW} YES if they are all different, [else|otherwise] NO.`,
      `${SHOW} YES if no {item} [repeats|appears twice], [else|otherwise] NO.`,
      'Are they all different? [Answer|Print|Write] YES or NO.',
    ],
    phrase: [],
    plan: 'Print YES if all letters are different, else NO.',
    python: ["print('YES' if len(set(s)) == len(s) else 'NO')"],
    run: (s: string[]) => yes(new Set(s).size === s.length),
  }),
];
