import { ImportError } from '../src/judge/import/import-error.ts';
import { UnknownLanguageError } from '../src/sandbox/languages.ts';

/** The command line is wrong; the message says how. */
export class UsageError extends Error {}

/**
 * Runs a command to its exit status: 0 where `act` gives true, 1 where it gives false, 2 where nothing could be
 * done; null prints the usage. What a person can mend is said in a sentence, anything else with its stack.
 */
export async function runCommand(usage: string, act: () => Promise<boolean | null>): Promise<void> {
  try {
    const outcome = await act();
    if (outcome === null) process.stdout.write(usage);
    else process.exitCode = outcome ? 0 : 1;
  } catch (error) {
    const expected = [UsageError, ImportError, UnknownLanguageError].some((kind) => error instanceof kind);
    const hint = error instanceof UsageError ? `\n\n${usage}` : '\n';
    process.stderr.write(`${expected ? (error as Error).message : (error as Error).stack}${hint}`);
    process.exitCode = 2;
  }
}
