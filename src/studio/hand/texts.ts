import { type HandProblem, word, words } from './hand-problem.ts';

const sentence = (random: Parameters<HandProblem['input']>[0], size: number) =>
  `${Array.from({ length: Math.min(12, Math.max(1, size)) }, () => word(random, random.int(1, 8), 'abcdeilmnorst')).join(' ')}\n`;

/** Problems about words and letters, told the way people tell them. */
export const TEXT_PROBLEMS: readonly HandProblem[] = [
  {
    title: 'Vowel hunt',
    statement:
      'Count how often the letters a, e, i, o and u occur in a word. The word is all there is in the input, and it has only small letters.',
    input: (random, size) => `${word(random, size, 'abcdeimnoprstu')}\n`,
    answer: (text) => [...text].filter((x) => 'aeiou'.includes(x)).length,
  },
  {
    title: 'Backwards',
    statement:
      'My little sister speaks backwards. If she hears "dog" she says "god". What does she say when she hears the word in the input?',
    input: (random, size) => `${word(random, size)}\n`,
    answer: (text) => [...text.trim()].reverse().join(''),
  },
  {
    title: 'Same both ways',
    statement:
      'Some words, such as anna or level, are the same when you read them from right to left. Answer YES if the given word is one of them, NO otherwise.',
    input: (random, size) => {
      const half = word(random, Math.min(9, Math.ceil(size / 3)), 'abe');
      return `${random.chance(0.5) ? half + [...half].reverse().join('') : half + word(random, 2, 'abe')}\n`;
    },
    answer: (text) => (text.trim() === [...text.trim()].reverse().join('') ? 'YES' : 'NO'),
  },
  {
    title: 'Shout it',
    statement:
      'Turn a quiet sentence into a loud one: read a line of words in small letters and print the same line in capital letters.',
    input: sentence,
    answer: (text) => text.trim().toUpperCase(),
  },
  {
    title: 'Word count',
    statement:
      'An editor is paid by the word. The only line of the input is the text. For how many words is the editor paid?',
    input: sentence,
    answer: (text) => words(text).length,
  },
  {
    title: 'The longest word',
    statement:
      'Find the longest word of a line and print it. When two are equally long, the one that stands further left wins.',
    input: sentence,
    answer: (text) => words(text).reduce((best, x) => (x.length > best.length ? x : best)),
  },
  {
    title: 'First letters',
    statement:
      'Long names are often shortened: you keep only the first letter of each word. Do this for the words on the input line and print the letters separated by spaces.',
    input: sentence,
    answer: (text) =>
      words(text)
        .map((x) => x[0])
        .join(' '),
  },
  {
    title: 'Without e',
    statement:
      'A broken typewriter cannot type the letter e: wherever an e should be there is simply nothing. What does it print when somebody types the given word? The word has at least one letter besides e.',
    input: (random, size) => `${word(random, size, 'abeeelt')}t\n`,
    answer: (text) => text.trim().replaceAll('e', ''),
  },
  {
    title: 'Alphabet soup',
    statement: 'Take the letters of a word and arrange them from a to z. Print what comes out as one word.',
    input: (random, size) => `${word(random, size)}\n`,
    answer: (text) => [...text.trim()].sort().join(''),
  },
  {
    title: 'How many different letters?',
    statement:
      'In the word banana there are only three different letters. How many are there in the word that you are given?',
    input: (random, size) => `${word(random, size, 'abcdefgh')}\n`,
    answer: (text) => new Set(text.trim()).size,
  },
  {
    title: 'Short words only',
    statement:
      'Small children can read words of up to four letters. From the words on the line pick those that a small child can read, and say how many there are.',
    input: sentence,
    answer: (text) => words(text).filter((x) => x.length <= 4).length,
  },
  {
    title: 'Dictionary order',
    statement:
      'The librarian wants the words on the line in the order in which a dictionary would have them, each on its own line.',
    input: sentence,
    answer: (text) => words(text).sort().join('\n'),
  },
  {
    title: 'Looking for s',
    statement: 'How many words of the line begin with the letter s?',
    input: (random, size) => sentence(random, size).replace(/\b[abc]/g, 's'),
    answer: (text) => words(text).filter((x) => x.startsWith('s')).length,
  },
  {
    title: 'Stutter',
    statement:
      'A robot with a loose wire says every letter twice: "hello" becomes "hheelllloo". Write what the robot says for the given word.',
    input: (random, size) => `${word(random, size)}\n`,
    answer: (text) => [...text.trim()].map((x) => x + x).join(''),
  },
  {
    title: 'All the ink',
    statement:
      'Printing one letter costs one drop of ink and spaces are free. How many drops does the line of words need?',
    input: sentence,
    answer: (text) => words(text).join('').length,
  },
];
