import type { Step } from './block.ts';
import { small } from './maps.ts';

const step = (id: string, spec: Omit<Step, 'stage' | 'from' | 'to' | 'id'>): Step => ({
  stage: 'order',
  from: 'numbers',
  to: 'numbers',
  id,
  ...spec,
});

export const NUMBER_ORDERS: Step[] = [
  step('ascending', {
    title: 'Sorted',
    technique: 'sorting',
    mistaken: ['descending', 'reversed'],
    plan: 'Sort the values in rising order.',
    python: ['a.sort()'],
    say: [
      '[Sort|Order|Arrange|Put] [them|the {items}] [in rising order|from small to large|in increasing order|from smallest to largest].',
      '[Sort|Order] [them|the {items}], [smallest first|the smallest first].',
    ],
    phrase: ['{x} in rising order', '{x} from small to large', '{x} sorted from smallest to largest'],
    run: (a: number[]) => [...a].sort((x, y) => x - y),
  }),
  step('descending', {
    title: 'Falling',
    technique: 'sorting',
    mistaken: ['ascending', 'reversed'],
    plan: 'Sort the values in falling order.',
    python: ['a.sort(reverse=True)'],
    say: [
      '[Sort|Order|Arrange|Put] [them|the {items}] [in falling order|from large to small|in decreasing order|from largest to smallest].',
      '[Sort|Order] [them|the {items}], [largest first|the largest first].',
    ],
    phrase: ['{x} in falling order', '{x} from large to small', '{x} sorted from largest to smallest'],
    run: (a: number[]) => [...a].sort((x, y) => y - x),
  }),
  step('reversed', {
    title: 'Reversed',
    technique: 'order',
    mistaken: ['descending', 'ascending'],
    plan: 'Reverse the values.',
    python: ['a.reverse()'],
    say: [
      '[Reverse|Turn around] [them|the {items}|the list|their order].',
      '[Put|Write|Take] [them|the {items}] in reverse order.',
      '[Read|Go through] [them|the {items}] from [the last to the first|back to front].',
    ],
    phrase: ['{x} in reverse order', '{x} from the last to the first', '{x} from back to front'],
    run: (a: number[]) => [...a].reverse(),
  }),
  step('first', {
    title: 'First',
    technique: 'positions',
    mistaken: ['skipped', 'last'],
    draw: small(2, 5),
    plan: 'Keep the first {c} values.',
    python: ['a = a[:{c}]'],
    say: [
      '[Keep|Use|Take|Consider] [only|just] the first {c} [of them|{items}|].',
      '[Ignore|Drop|Skip|Remove] [all|everything] after the first {c} [{items}|].',
      '[Stop|Cut the list] after {c} {items}.',
    ],
    phrase: ['the first {c} of {x}', 'the {c} first ones of {x}'],
    run: (a: number[], { c }) => a.slice(0, c),
  }),
  step('skipped', {
    title: 'Rest',
    technique: 'positions',
    mistaken: ['first', 'last'],
    draw: small(1, 4),
    plan: 'Drop the first {c} values.',
    python: ['a = a[{c}:]'],
    say: [
      '[Ignore|Drop|Skip|Remove|Leave out] the first {c} [of them|{items}|].',
      '[Keep|Use|Take] [all|everything] after the first {c} [{items}|].',
    ],
    phrase: ['{x} without the first {c}', '{x} after the first {c}'],
    run: (a: number[], { c }) => a.slice(c),
  }),
  step('last', {
    title: 'Last',
    technique: 'positions',
    mistaken: ['first', 'skipped'],
    draw: small(2, 5),
    plan: 'Keep the last {c} values.',
    python: ['a = a[-{c}:]'],
    say: [
      '[Keep|Use|Take|Consider] [only|just] the last {c} [of them|{items}|].',
      '[Ignore|Drop|Skip|Remove] [all|everything] before the last {c} [{items}|].',
    ],
    phrase: ['the last {c} of {x}', 'the {c} last ones of {x}'],
    run: (a: number[], { c }) => a.slice(-c),
  }),
];
