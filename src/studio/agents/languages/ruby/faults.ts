import type { ScriptedFault } from '../../script/fault.ts';

export const RUBY_FAULTS: readonly ScriptedFault[] = [
  {
    lesson: '1...n leaves n out: numbers up to n are 1..n.',
    pattern: /\((\w)\.\.(n|r)\)/,
    wrong: '($1...$2)',
  },
  {
    lesson: 'max and min of an empty array are nil: || 0.',
    pattern: / \|\| 0$/m,
    wrong: '',
  },
  {
    lesson: 'gets keeps the end of the line: chomp it before its characters are taken.',
    pattern: /gets\.chomp\.chars/,
    wrong: 'gets.chars',
  },
  {
    lesson: 'with_index counts from 0, with_index(1) from 1.',
    pattern: /with_index\(1\)/,
    wrong: 'with_index',
  },
  {
    lesson: 'words are compared as text: they are made numbers by map(&:to_i).',
    pattern: /gets\.split\.map\(&:to_i\)$/m,
    wrong: 'gets.split',
  },
  {
    lesson: 'the lower median of an even number of values is at (size - 1) / 2.',
    pattern: /a\[\(a\.size - 1\) \/ 2\]/,
    wrong: 'a[a.size / 2]',
  },
  {
    lesson: 'each_cons(2) takes neighbours that overlap, each_slice(2) takes pairs one after the other.',
    pattern: /each_cons\(2\)/,
    wrong: 'each_slice(2)',
  },
  {
    lesson: 'slice_when cuts where its block is true, so the block says where a run ends.',
    pattern: /slice_when \{ \|x, y\| !\((.*?)\) \}/,
    wrong: 'slice_when { |x, y| $1 }',
  },
];
