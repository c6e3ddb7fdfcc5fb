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
      '[Bring|Get] [them|the {items}] into [rising|increasing] order.',
      '[Arrange|Line up] [them|the {items}] so that they [never fall|grow].',
      '[Put|Let] the [smallest|least] [first|come first] and the [largest|greatest] last.',
      'Sort [them|the {items}].',

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
      '[Bring|Get] [them|the {items}] into [falling|decreasing] order.',
      '[Arrange|Line up] [them|the {items}] so that they never [rise|grow].',
      '[Put|Let] the [largest|greatest] [first|come first] and the [smallest|least] last.',
      'Sort [them|the {items}] the other way round, [from high to low|from big to small].',

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
      '[Start|Begin] with the last and go back to the first.',
      '[Make|Let] the last {item} the first, and so on.',
      '[Write|Take] [them|the {items}] backwards.',

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
      '[Use|Take|Keep] the first {c} and [nothing else|no more].',
      '[Cut|Drop] [everything|all] that comes after the first {c}.',
      '[Look only at|Stick to] the {c} {items} at the [start|front|beginning].',

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
      '[Leave|Take] away the first {c} [of them|{items}|].',
      '[Start|Begin] after the first {c} [of them|{items}|].',
      '[Forget|Cut|Delete] the {c} {items} at the [start|front|beginning].',
      'The first {c} [of them|{items}] do not count.',

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
      '[Use|Take|Keep] the last {c} and [nothing else|no more].',
      '[Cut|Drop] [everything|all] that comes before the last {c}.',
      '[Look only at|Stick to] the {c} {items} at the [end|back].',

      '[Keep|Use|Take|Consider] [only|just] the last {c} [of them|{items}|].',
      '[Ignore|Drop|Skip|Remove] [all|everything] before the last {c} [{items}|].',
    ],
    phrase: ['the last {c} of {x}', 'the {c} last ones of {x}'],
    run: (a: number[], { c }) => a.slice(-c),
  }),
];
