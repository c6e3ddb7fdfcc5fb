/** A token in decimal or e-notation as a double, or null. */
export function decimalNumber(token: string): number | null {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(token) ? Number(token) : null;
}

/** What Python's `float()` takes, infinities and `1_000` among it; null where it raises. */
export function pythonFloat(text: string): number | null {
  const trimmed = text.trim();
  const plain = trimmed.replace(/(?<=\d)_(?=\d)/g, '');
  const [, sign, name] = /^([+-]?)(inf|infinity|nan)$/i.exec(plain) ?? [];
  if (name) return /^n/i.test(name) ? Number.NaN : sign === '-' ? -Infinity : Infinity;
  return decimalNumber(plain);
}

/**
 * The value of a token as Python's `Decimal` has it, exact to any length, written in one way: digits without zeros
 * around them and the power of ten. Null where it raises, or where it equals nothing (`nan`).
 */
export function decimalKey(token: string): string | null {
  const plain = token.replaceAll('_', '');
  const [, minus, name] = /^(?:\+|(-))?(inf|infinity)$/i.exec(plain) ?? [];
  if (name) return `${minus ?? ''}inf`;
  const match = /^(?:\+|(-))?(?=\.?\d)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(plain);
  if (!match) return null;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (!significant) return '0';
  const power = BigInt(exponent) + BigInt(digits.length - significant.length - fraction.length);
  return `${sign}${significant}e${power}`;
}
