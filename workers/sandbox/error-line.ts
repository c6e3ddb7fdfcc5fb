/** A failure of the interpreter itself in one line: its kind and the first line of what it says. */
export function errorLine(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : String(error);
}
