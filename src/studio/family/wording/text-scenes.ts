import type { Scene } from './scenes.ts';

/** Stories in which a word or a line of words is something: a password, a list of names. */
const told = (thing: string, things: string, items: string, ...intro: string[]): Scene => ({
  thing,
  things,
  items,
  intro,
});

/** What one word is. */
export const WORD_SCENES: readonly Scene[] = [
  told(
    'password',
    'passwords',
    'letters',
    '{name} has [chosen|thought of|forgotten part of] a {thing}.',
    'A door opens only for a {thing}.',
  ),
  told(
    'name',
    'names',
    'letters',
    'Somebody [carved|scratched|painted] a {thing} into a tree.',
    '{name} has a cat, and the cat has a {thing}.',
  ),
  told(
    'code',
    'codes',
    'characters',
    'A machine [sends|shows] a {thing} made of [small|lowercase] letters.',
    'Every box in the cellar has a {thing} on it; this is one of them.',
  ),
  told(
    'sign',
    'signs',
    'letters',
    '{name} paints a {thing} for a shop.',
    'Over the door of an inn hangs a {thing}.',
  ),
  told(
    'message',
    'messages',
    'letters',
    'A pigeon [brings|carries] a {thing}, which is a single word.',
    '{name} gets a short {thing} and wants to change it.',
  ),
  told(
    'title',
    'titles',
    'letters',
    'A new song has a {thing} of one word.',
    '{name} has to find a {thing} for a story and tries one.',
  ),
  told('label', 'labels', 'letters', 'A jar of jam has a {thing}.', '{name} prints a {thing} for a parcel.'),
  told(
    'nickname',
    'nicknames',
    'characters',
    'In a game every player has a {thing}.',
    '{name} plays under a {thing}.',
  ),
  told(
    'city',
    'cities',
    'letters',
    '{name} travels to a {thing} whose name is given.',
    'A map shows the name of a {thing}.',
  ),
  told(
    'riddle',
    'riddles',
    'letters',
    'The answer to a {thing} is one word.',
    '{name} solves a {thing} and writes the answer down.',
  ),
  told(
    'chain',
    'chains',
    'letters',
    '{name} threads wooden {items} on a string until they make a {thing}.',
    'Beads with letters on them hang on a {thing}.',
  ),
];

/** What several words are. */
export const WORDS_SCENES: readonly Scene[] = [
  told(
    'name',
    'names',
    'names',
    'The {things} of all children of a class are written on the board.',
    '{name} has a list of {things} for a party.',
  ),
  told(
    'town',
    'towns',
    'towns',
    'A train stops in several {things}.',
    '{name} writes down all {things} of a journey.',
  ),
  told(
    'word',
    'words',
    'words',
    '{name} learns a foreign language and has to remember some {things}.',
    'A parrot has learned a few {things}.',
    'Somebody speaks very slowly, {thing} by {thing}.',
  ),
  told(
    'fruit',
    'fruits',
    'fruits',
    'On the market they sell {things}.',
    '{name} [eats|buys] a different fruit each day and notes what it was.',
  ),
  told(
    'animal',
    'animals',
    'animals',
    'The keeper of a zoo calls the {things} by their names.',
    '{name} has seen many {things} in the forest.',
  ),
  told(
    'tag',
    'tags',
    'tags',
    'Every photo of {name} has some {things}.',
    'A blog keeps {things} for its posts.',
  ),
  told(
    'file',
    'files',
    'files',
    'A folder holds {things}, whose names are given.',
    '{name} tidies up a computer and looks at its {things}.',
  ),
  told(
    'team',
    'teams',
    'teams',
    'Some {things} take part in a cup.',
    '{name} writes the {things} of the league on a card.',
  ),
  told(
    'colour',
    'colours',
    'colours',
    'A painter keeps a row of {things}.',
    '{name} calls out the {things} of the houses in a street.',
  ),
  told(
    'flower',
    'flowers',
    'flowers',
    'A shop has many {things} today.',
    '{name} plants {things} in a long bed, one beside the other.',
  ),
];

/** Where a word stands in the input. */
export const WORD_FORMATS: readonly string[] = [
  'The {thing} is [all of the input|the only thing in the input|the whole input].',
  'You [read|get|are given] the {thing}, in [small|lowercase] letters.',
  'The [input|only line of the input] is the {thing}; [it has only small letters|all its letters are small].',
  '(Input: the {thing}, in small letters.)',
  'It [is written in|has only] [small|lowercase] letters and [stands|is] on a line of its own.',
  'Your program [reads|gets] the {thing} from [its input|one line].',
];

/** Where several words stand in the input. */
export const WORDS_FORMATS: readonly string[] = [
  'All {items} [stand|are] on [one line|the only line of the input], [with spaces between them|separated by spaces].',
  'You [read|get|are given] the {items} on a single line, in [small|lowercase] letters.',
  'The [only|single] line of the input [has|lists] the {items}.',
  '(Input: one line with the {items}, in small letters.)',
  'The {items} come on one line; how many there are is not said.',
  'One line [holds|contains] them, [all in small letters|a space between each two].',
];
