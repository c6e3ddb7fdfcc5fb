/**
 * The entries whose label holds every word of the query, in any order and case; those where it begins a word of the
 * label come first, otherwise in the order given.
 */
export function matching<T extends { label: string }>(entries: readonly T[], query: string): T[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const ranked = entries
    .map((entry) => ({ entry, label: ` ${entry.label.toLowerCase()}` }))
    .filter(({ label }) => words.every((word) => label.includes(word)));
  const begins = ({ label }: { label: string }) => words.every((word) => label.includes(` ${word}`));
  return [...ranked.filter(begins), ...ranked.filter((one) => !begins(one))].map(({ entry }) => entry);
}
