/** What the pack command cannot do with its input, said for the person who runs it. */
export class PackError extends Error {
  override readonly name = 'PackError';
}
