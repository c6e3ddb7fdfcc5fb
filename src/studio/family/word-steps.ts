import type { Step } from './block.ts';
import { drawLetter } from './letters.ts';
import { DROP, KEEP } from './verbs.ts';
import { change, selected, selection } from './wording/frames.ts';

/** Steps over words, `w` in programs. */
type StepSpec = Omit<Step, 'from' | 'to'> & { to?: Step['to'] };
const onWords = (spec: StepSpec): Step => ({ from: 'words', to: 'words', ...spec });

export const WORD_STEPS: Step[] = [
  onWords({
    stage: 'filter',
    id: 'longer',
    title: 'Long',
    technique: 'selection',
    draw: (random) => ({ c: random.int(1, 5) }),
    mistaken: ['shorter'],
    say: [
      ...selection(
        ['have more than {c} letters', 'are longer than {c}'],
        ['have at most {c} letters', 'have {c} letters or fewer', 'are not longer than {c}'],
      ),
      `${KEEP} [the|] {items} [longer than {c}|with more than {c} letters|of more than {c} letters].`,
      `${DROP} [all|the] {items} [with at most {c} letters|with {c} letters or fewer|not longer than {c}].`,
    ],
    phrase: [
      ...selected(
        ['have more than {c} letters', 'are longer than {c}'],
        ['have at most {c} letters', 'have {c} letters or fewer', 'are not longer than {c}'],
      ),
      'those of {x} longer than {c}',
      'those of {x} with more than {c} letters',
    ],
    plan: 'Keep the words longer than {c}.',
    python: ['w = [x for x in w if len(x) > {c}]'],
    run: (w: string[], { c }) => w.filter((x) => x.length > c),
  }),
  onWords({
    stage: 'filter',
    id: 'shorter',
    title: 'Short',
    technique: 'selection',
    draw: (random) => ({ c: random.int(2, 6) }),
    mistaken: ['longer'],
    say: [
      ...selection(
        ['have fewer than {c} letters', 'are shorter than {c}'],
        ['have at least {c} letters', 'have {c} letters or more', 'are not shorter than {c}'],
      ),
      `${KEEP} [the|] {items} [shorter than {c}|with fewer than {c} letters|of fewer than {c} letters].`,
      `${DROP} [all|the] {items} [with at least {c} letters|with {c} letters or more|not shorter than {c}].`,
    ],
    phrase: [
      ...selected(
        ['have fewer than {c} letters', 'are shorter than {c}'],
        ['have at least {c} letters', 'have {c} letters or more', 'are not shorter than {c}'],
      ),
      'those of {x} shorter than {c}',
      'those of {x} with fewer than {c} letters',
    ],
    plan: 'Keep the words shorter than {c}.',
    python: ['w = [x for x in w if len(x) < {c}]'],
    run: (w: string[], { c }) => w.filter((x) => x.length < c),
  }),
  onWords({
    stage: 'filter',
    id: 'starting',
    title: 'Starting',
    technique: 'selection',
    draw: drawLetter,
    mistaken: ['ending', 'containing'],
    say: [
      ...selection(
        ['start with {letter}', 'have {letter} as their first letter'],
        ['do not start with {letter}', 'start with another letter than {letter}'],
      ),
      `${KEEP} [the|] {items} [starting with|beginning with|that start with|that begin with] {letter}.`,
      `${DROP} [all|the] {items} [not starting with|that do not start with|not beginning with] {letter}.`,
    ],
    phrase: [
      ...selected(
        ['start with {letter}', 'have {letter} as their first letter'],
        ['do not start with {letter}', 'start with another letter than {letter}'],
      ),
      'those of {x} that start with {letter}',
      'those of {x} beginning with {letter}',
    ],
    plan: 'Keep the words that start with {letter}.',
    python: ["w = [x for x in w if x[0] == '{letter}']"],
    run: (w: string[], { letter: l }) => w.filter((x) => x.startsWith(l)),
  }),
  onWords({
    stage: 'filter',
    id: 'ending',
    title: 'Ending',
    technique: 'selection',
    draw: drawLetter,
    mistaken: ['starting', 'containing'],
    say: [
      ...selection(
        ['end with {letter}', 'have {letter} as their last letter'],
        ['do not end with {letter}', 'end with another letter than {letter}'],
      ),
      `${KEEP} [the|] {items} [ending with|ending in|that end with|that end in] {letter}.`,
      `${DROP} [all|the] {items} [not ending with|that do not end with|not ending in] {letter}.`,
    ],
    phrase: [
      ...selected(
        ['end with {letter}', 'have {letter} as their last letter'],
        ['do not end with {letter}', 'end with another letter than {letter}'],
      ),
      'those of {x} that end with {letter}',
      'those of {x} ending in {letter}',
    ],
    plan: 'Keep the words that end with {letter}.',
    python: ["w = [x for x in w if x[-1] == '{letter}']"],
    run: (w: string[], { letter: l }) => w.filter((x) => x.endsWith(l)),
  }),
  onWords({
    stage: 'filter',
    id: 'containing',
    title: 'Containing',
    technique: 'selection',
    draw: drawLetter,
    mistaken: ['lacking', 'starting'],
    say: [
      ...selection(
        ['contain {letter}', 'have the letter {letter} in them'],
        ['do not contain {letter}', 'have no {letter}'],
      ),
      `${KEEP} [the|] {items} [with|containing|that contain|that have] the letter {letter}.`,
      `${DROP} [all|the] {items} [without|not containing|that do not contain] the letter {letter}.`,
    ],
    phrase: [
      ...selected(
        ['contain {letter}', 'have the letter {letter} in them'],
        ['do not contain {letter}', 'have no {letter}'],
      ),
      'those of {x} that contain {letter}',
      'those of {x} with the letter {letter}',
    ],
    plan: 'Keep the words that contain {letter}.',
    python: ["w = [x for x in w if '{letter}' in x]"],
    run: (w: string[], { letter: l }) => w.filter((x) => x.includes(l)),
  }),
  onWords({
    stage: 'filter',
    id: 'lacking',
    title: 'Lacking',
    technique: 'selection',
    draw: drawLetter,
    mistaken: ['containing', 'starting'],
    say: [
      ...selection(
        ['do not contain {letter}', 'have no {letter}'],
        ['contain {letter}', 'have the letter {letter} in them'],
      ),
      `${KEEP} [the|] {items} [without|not containing|that do not contain] the letter {letter}.`,
      `${DROP} [all|the] {items} [with|containing|that contain|that have] the letter {letter}.`,
    ],
    phrase: [
      ...selected(
        ['do not contain {letter}', 'have no {letter}'],
        ['contain {letter}', 'have the letter {letter} in them'],
      ),
      'those of {x} without the letter {letter}',
      'those of {x} that do not contain {letter}',
    ],
    plan: 'Keep the words without {letter}.',
    python: ["w = [x for x in w if '{letter}' not in x]"],
    run: (w: string[], { letter: l }) => w.filter((x) => !x.includes(l)),
  }),
  onWords({
    stage: 'map',
    id: 'words-reversed',
    title: 'Backward',
    technique: 'transformation',
    mistaken: ['capitals', 'turned'],
    say: [
      ...change(
        ['itself spelled backwards', 'its letters from the last to the first'],
        ['Reverse', 'Turn around'],
      ),
      '[Reverse|Turn around] [each {item}|every {item}|the letters of each {item}].',
      '[Spell|Write] [each {item}|every {item}] backwards.',
    ],
    phrase: ['{x}, each spelled backwards', '{x} with the letters of each reversed'],
    plan: 'Reverse each word.',
    python: ['w = [x[::-1] for x in w]'],
    run: (w: string[]) => w.map((x) => [...x].reverse().join('')),
  }),
  onWords({
    stage: 'map',
    id: 'capitals',
    title: 'Capital',
    technique: 'transformation',
    mistaken: ['words-reversed', 'initials'],
    say: [
      ...change(['itself in capitals', 'its upper case form'], ['Capitalize']),
      '[Change|Turn] [each {item}|every {item}|them] [to upper case|into capitals].',
      '[Write] [them|the {items}|each {item}] [in capitals|in upper case].',
    ],
    phrase: ['{x} in upper case', '{x} in capitals'],
    plan: 'Change each word to upper case.',
    python: ['w = [x.upper() for x in w]'],
    run: (w: string[]) => w.map((x) => x.toUpperCase()),
  }),
  onWords({
    stage: 'map',
    id: 'initials',
    title: 'Initial',
    technique: 'transformation',
    mistaken: ['capitals'],
    say: [
      ...change(['its first letter', 'its initial'], ['Take only the first letter of']),
      '[Replace|Change] [each {item}|every {item}] [by|to] its first letter.',
      '[Keep|Take] only the first letter of [each {item}|every {item}].',
    ],
    phrase: ['the first letters of {x}', 'the initials of {x}'],
    plan: 'Take the first letter of each word.',
    python: ['w = [x[0] for x in w]'],
    run: (w: string[]) => w.map((x) => x[0]!),
  }),
  onWords({
    stage: 'map',
    to: 'numbers',
    id: 'word-lengths',
    title: 'Length',
    technique: 'transformation',
    sign: 'nonNegative',
    say: [
      ...change(
        ['its length', 'its number of letters', 'how many letters it has'],
        ['Take the length of', 'Count the letters of'],
      ),
      '[Replace|Change] [each {item}|every {item}] [by|to] its length.',
      '[Take|Write down|Note] the length of [each {item}|every {item}].',
      '[Count|Take] the letters of [each {item}|every {item}].',
    ],
    phrase: ['the lengths of {x}'],
    plan: 'Take the length of each word.',
    python: ['a = [len(x) for x in w]'],
    run: (w: string[]) => w.map((x) => x.length),
  }),
  onWords({
    stage: 'order',
    id: 'words-sorted',
    title: 'Sorted',
    technique: 'sorting',
    mistaken: ['turned'],
    say: [
      '[Bring|Get] [them|the {items}] into alphabetical order.',
      '[Arrange|Line up] [them|the {items}] as in a dictionary.',
      'Sort [them|the {items}].',
      '[Sort|Order|Arrange|Put] [them|the {items}] [by the alphabet|in alphabetical order|from a to z].',
    ],
    phrase: ['{x} in alphabetical order', '{x} sorted from a to z'],
    plan: 'Sort the words.',
    python: ['w.sort()'],
    run: (w: string[]) => [...w].sort(),
  }),
  onWords({
    stage: 'order',
    id: 'turned',
    title: 'Turned',
    technique: 'order',
    mistaken: ['words-sorted', 'words-reversed'],
    say: [
      '[Start|Begin] with the last {item} and go back to the first.',
      '[Make|Let] the last {item} the first, and so on.',
      '[Write|Take] the line of {items} backwards, [each {item} as it is|word by word].',

      '[Reverse|Turn around] [the order of the {items}|their order].',
      '[Put|Write|Take] [them|the {items}] in reverse order.',
    ],
    phrase: ['{x} in reverse order', '{x} from the last to the first'],
    plan: 'Reverse the order of the words.',
    python: ['w.reverse()'],
    run: (w: string[]) => [...w].reverse(),
  }),
];
