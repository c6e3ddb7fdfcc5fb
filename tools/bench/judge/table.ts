/** Prints a row: the first cell to the left, the others to the right. */
export function row(cells: readonly (string | number | null)[], width = 9): void {
  const text = cells.map((cell, i) => (i ? written(cell).padStart(width) : written(cell).padEnd(18)));
  process.stdout.write(`${text.join('')}\n`);
}

function written(cell: string | number | null): string {
  if (cell === null) return '–';
  if (typeof cell === 'string') return cell;
  return cell < 10 ? cell.toFixed(1) : cell.toFixed(0);
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}
