import type { Source } from '../block.ts';
import { WORD_FORMATS, WORD_SCENES, WORDS_FORMATS, WORDS_SCENES } from './text-scenes.ts';

/** Stories in which a list's values are told of things: who has them, what they are, and where the input tells so. */
export interface Scene {
  /** What one value is told of, and several. */
  thing: string;
  things: string;
  /** What the values are called. */
  items: string;
  /** Sentences before anything else. */
  intro: readonly string[];
  /** How such things compare, where they do. */
  compare?: Comparison;
  /** What a total counts; absent where nobody adds such values up. */
  unit?: string;
}

/** `tall`, `taller`, `tallest`, `shorter`, `shortest`. */
export interface Comparison {
  how: string;
  more: string;
  most: string;
  less: string;
  least: string;
}

const compare = (how: string, more: string, most: string, less: string, least: string): Comparison => ({
  how,
  more,
  most,
  less,
  least,
});
const TALL = compare('tall', 'taller', 'tallest', 'shorter', 'shortest');
const LONG = compare('long', 'longer', 'longest', 'shorter', 'shortest');
const HEAVY = compare('heavy', 'heavier', 'heaviest', 'lighter', 'lightest');
const DEAR = compare('expensive', 'more expensive', 'most expensive', 'cheaper', 'cheapest');
const LARGE = compare('large', 'larger', 'largest', 'smaller', 'smallest');
const GOOD = compare('good', 'better', 'best', 'worse', 'worst');

/** Scenes whose values are never negative. */
const UNSIGNED: readonly Scene[] = [
  {
    thing: 'tree',
    things: 'trees',
    items: 'heights',
    compare: TALL,
    unit: 'metres',
    intro: [
      '[Along a road|In a park|Around a lake] there are {things}, [and somebody measured them|each of them measured].',
      '{name} measures the {things} [in the garden|of the village].',
    ],
  },
  {
    thing: 'child',
    things: 'children',
    items: 'heights',
    compare: TALL,
    intro: [
      'The {things} of a class [stand in a row|stand next to each other], and {name} writes down how tall each is.',
      '{name} knows the {items} of the {things} in the team.',
    ],
  },
  {
    thing: 'parcel',
    things: 'parcels',
    items: 'weights',
    compare: HEAVY,
    unit: 'kilograms',
    intro: [
      '{name} works at the post office and weighs {things}.',
      'A van is loaded with {things}, and each [has been weighed|was put on the scales].',
    ],
  },
  {
    thing: 'toy',
    things: 'toys',
    items: 'prices',
    compare: DEAR,
    unit: 'euros',
    intro: [
      '{name} [looks at|walks past] the {things} in a shop window and notes what they cost.',
      'Every one of the {things} [in a shop|on a market stall] has its price.',
    ],
  },
  {
    thing: 'ticket',
    things: 'tickets',
    items: 'prices',
    compare: DEAR,
    unit: 'coins',
    intro: ['A museum sells {things} at different {items}.', '{name} compares the {items} of {things}.'],
  },
  {
    thing: 'guest',
    things: 'guests',
    items: 'ages',
    compare: compare('old', 'older', 'oldest', 'younger', 'youngest'),
    intro: [
      '{name} invites {things} to a party and knows how old each of them is.',
      'At the door of a museum all {things} are asked how old they are.',
    ],
  },
  {
    thing: 'film',
    things: 'films',
    items: 'lengths',
    compare: LONG,
    unit: 'minutes',
    intro: [
      '{name} wants to watch {things} and looks up how long they are.',
      'A list of {things} tells how long each takes.',
    ],
  },
  {
    thing: 'book',
    things: 'books',
    items: 'lengths',
    compare: LONG,
    unit: 'pages',
    intro: [
      '{name} has read {things} in the holidays.',
      'On a shelf there are {things}, and their pages have been counted.',
    ],
  },
  {
    thing: 'rope',
    things: 'ropes',
    items: 'lengths',
    compare: LONG,
    unit: 'metres',
    intro: ['{name} goes climbing and packs {things}.', 'A sailor has {things} of several {items}.'],
  },
  {
    thing: 'player',
    things: 'players',
    items: 'scores',
    compare: GOOD,
    unit: 'points',
    intro: [
      'Some {things} have just finished a game of cards.',
      '{name} keeps the {items} of all {things} of a game.',
    ],
  },
  {
    thing: 'pupil',
    things: 'pupils',
    items: 'marks',
    compare: GOOD,
    unit: 'points',
    intro: [
      'A teacher has corrected the tests of the {things}.',
      'After a test the {things} learn their {items}.',
    ],
  },
  {
    thing: 'car',
    things: 'cars',
    items: 'speeds',
    compare: compare('fast', 'faster', 'fastest', 'slower', 'slowest'),
    intro: [
      'A camera at a street measures how fast {things} go.',
      '{name} stands at a road and measures {things}.',
    ],
  },
  {
    thing: 'room',
    things: 'rooms',
    items: 'sizes',
    compare: LARGE,
    unit: 'square metres',
    intro: ['A house has {things} of different {items}.', '{name} lays carpets in {things}.'],
  },
  {
    thing: 'well',
    things: 'wells',
    items: 'depths',
    compare: compare('deep', 'deeper', 'deepest', 'shallower', 'shallowest'),
    intro: [
      'In a dry land people dig {things}.',
      '{name} lets a stone fall into {things} to learn their {items}.',
    ],
  },
  {
    thing: 'village',
    things: 'villages',
    items: 'distances',
    compare: compare('far', 'farther', 'farthest', 'nearer', 'nearest'),
    intro: ['{name} rides to {things} by bicycle.', 'A map says how far away some {things} are.'],
  },
  {
    thing: 'basket',
    things: 'baskets',
    items: 'counts',
    compare: compare('full', 'fuller', 'fullest', 'emptier', 'emptiest'),
    unit: 'apples',
    intro: [
      '{name} picks apples and counts how many are in each of the {things}.',
      'Apples are sold in {things}.',
    ],
  },
  {
    thing: 'day',
    things: 'days',
    items: 'counts',
    unit: 'steps',
    intro: [
      'A watch counts the steps of {name} on each of several {things}.',
      '{name} goes for a walk on many {things} and counts the steps.',
    ],
  },
  {
    thing: 'hen',
    things: 'hens',
    items: 'counts',
    unit: 'eggs',
    intro: ['A farmer counts the eggs of each of the {things}.', 'On a farm {things} lay eggs.'],
  },
  {
    thing: 'train',
    things: 'trains',
    items: 'counts',
    unit: 'passengers',
    intro: [
      'At a station somebody counts the passengers of some {things}.',
      '{name} counts how many people get off each of the {things}.',
    ],
  },
  {
    thing: 'boat',
    things: 'boats',
    items: 'catches',
    unit: 'fish',
    intro: [
      'The {things} of a harbour come home with fish.',
      '{name} asks the crews of the {things} how many fish they have.',
    ],
  },
  {
    thing: 'jar',
    things: 'jars',
    items: 'amounts',
    unit: 'coins',
    intro: ['{name} keeps coins in {things}.', 'In the kitchen there are {things} with coins in them.'],
  },
  {
    thing: 'song',
    things: 'songs',
    items: 'votes',
    unit: 'votes',
    intro: ['People have voted for {things} on the radio.', 'Each of the {things} of a contest got {items}.'],
  },
];

/** Scenes whose values may be negative. */
const SIGNED: readonly Scene[] = [
  {
    thing: 'night',
    things: 'nights',
    items: 'temperatures',
    compare: compare('warm', 'warmer', 'warmest', 'colder', 'coldest'),
    intro: [
      '{name} reads the thermometer on several {things}.',
      'A weather station notes the temperature of {things}.',
    ],
  },
  {
    thing: 'shop',
    things: 'shops',
    items: 'profits',
    compare: GOOD,
    unit: 'coins',
    intro: [
      'A company has {things}, and some of them lose money, which makes a negative profit.',
      '{name} owns {things} and knows their {items}; losses are negative.',
    ],
  },
  {
    thing: 'day',
    things: 'days',
    items: 'changes',
    unit: 'centimetres',
    intro: [
      'The water of a river rises and falls, and every day somebody notes the change.',
      '{name} notes by how much the snow has grown or, as a negative number, shrunk on several {things}.',
    ],
  },
  {
    thing: 'trip',
    things: 'trips',
    items: 'moves',
    unit: 'floors',
    intro: [
      'A lift goes up and down; going down is a negative number of floors.',
      '{name} takes the lift for some {things}, up or, as negative numbers, down.',
    ],
  },
  {
    thing: 'round',
    things: 'rounds',
    items: 'results',
    compare: GOOD,
    unit: 'points',
    intro: [
      'In each of the {things} of a game one wins or loses points; lost ones are negative.',
      '{name} has played some {things} of a game.',
    ],
  },
  {
    thing: 'bus',
    things: 'buses',
    items: 'delays',
    compare: compare('late', 'later', 'latest', 'earlier', 'earliest'),
    unit: 'minutes',
    intro: [
      'Some {things} come late, and those that come early have a negative delay.',
      '{name} waits at a stop and notes the {items} of {things}.',
    ],
  },
  {
    thing: 'place',
    things: 'places',
    items: 'altitudes',
    compare: compare('high', 'higher', 'highest', 'lower', 'lowest'),
    intro: [
      'A walk goes through {things} above and below the sea.',
      '{name} looks up how high above the sea some {things} are; below it is negative.',
    ],
  },
];

/** Where a scene's values stand in the input; said before or after what is asked. */
const FORMATS: Readonly<Record<string, readonly string[]>> = {
  counted: [
    'How many {things} [there are|they are] is on the first line, [their {items} are|the {items} are] on the second.',
    '[The first line|Line one] says how many {things} there are, [the next line|line two] gives [their {items}|the {items}].',
    '[First|At first] comes n, the number of {things}, and [below it|on a line below] the n {items}.',
    'The input [is|consists of] the number of {things} and, on the next line, [their {items}|the {items} one after the other].',
    'There are n {things}: n stands [on the first line|at the top], the {items} [on the second line|below].',
    'You [read|get|are given] n and then the {items} of the n {things}.',
    'For n {things} [you know|you are told] the {items}; n [has a line of its own|is given first].',
    '(Input: [n, then a line with|the number n and, below,] the n {items}.)',
    'A number n is followed by a line of n {items}, one for each {thing}.',
    'The [program|input] [starts|begins] with n, and [its|the] second line has the {items} of the {things}.',
  ],
  line: [
    'All {items} are on [one line|the only line of the input].',
    'The [only|single] line of the input has the {items} of the {things}.',
    'You [read|get|are given] the {items} on a single line.',
    'One line holds the {items}, one for each {thing}; how many {things} there are is not said.',
    '(Input: one line with the {items}.)',
    'The {items} [of the {things}|] stand [next to each other|one after the other] on a line.',
  ],
  'with-k': [
    'The number of {things} n and a number k [are on the first line|come first], the {items} [on the second|on the next line].',
    '[The first line|Line one] has n, [how many {things} there are|the number of {things}], and k; [the next line|line two] has the {items}.',
    'You [read|get|are given] n and k and then the {items} of the n {things}.',
    '(Input: n and k, then a line with the n {items}.)',
    'The input [starts|begins] with n and k. [Its|The] second line has the {items}, one for each of the n {things}.',
  ],
  word: WORD_FORMATS,
  words: WORDS_FORMATS,
};

/** Which formats fit a source; none where its values are computed from the input. */
export const formatsOf = ({ id }: Source): readonly string[] | undefined =>
  FORMATS[id.replace(/-signed$/, '')];

export function scenesOf({ to, nonNegative }: Source): readonly Scene[] {
  if (to !== 'numbers') return to === 'words' ? WORDS_SCENES : WORD_SCENES;
  return nonNegative ? UNSIGNED : SIGNED;
}
