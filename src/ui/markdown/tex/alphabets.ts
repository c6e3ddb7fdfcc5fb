/** Where Unicode's mathematical letters of a style begin, and those that stood elsewhere before. */
const ALPHABETS: Record<string, { capital: number; small: number; digit?: number; elsewhere: string }> = {
  mathbb: { capital: 0x1d538, small: 0x1d552, digit: 0x1d7d8, elsewhere: 'CℂHℍNℕPℙQℚRℝZℤ' },
  mathcal: { capital: 0x1d49c, small: 0x1d4b6, elsewhere: 'BℬEℰFℱHℋIℐLℒMℳRℛeℯgℊoℴ' },
  mathfrak: { capital: 0x1d504, small: 0x1d51e, elsewhere: 'CℭHℌIℑRℜZℨ' },
  mathbf: { capital: 0x1d400, small: 0x1d41a, digit: 0x1d7ce, elsewhere: '' },
};

const SAME: Record<string, string> = {
  mathscr: 'mathcal',
  boldsymbol: 'mathbf',
  bm: 'mathbf',
  Bbb: 'mathbb',
};

/** Whether a command sets letters in a style that has characters of its own. */
export function isAlphabet(command: string): boolean {
  return (SAME[command] ?? command) in ALPHABETS;
}

/** Text in the command's letters; characters that it has none for stay. */
export function inAlphabet(command: string, text: string): string {
  const { capital, small, digit, elsewhere } = ALPHABETS[SAME[command] ?? command]!;
  const known = [...elsewhere];
  return text.replace(/[A-Za-z0-9]/g, (letter) => {
    const at = known.indexOf(letter);
    if (at >= 0 && at % 2 === 0) return known[at + 1]!;
    const [start, first] = /[A-Z]/.test(letter)
      ? [capital, 'A']
      : /[a-z]/.test(letter)
        ? [small, 'a']
        : [digit, '0'];
    return start === undefined
      ? letter
      : String.fromCodePoint(start + letter.charCodeAt(0) - first.charCodeAt(0));
  });
}
