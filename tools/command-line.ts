import { type ParseArgsConfig, parseArgs } from 'node:util';
import { EndpointError, type EndpointReason } from '../src/endpoint/errors.ts';
import { ImportError } from '../src/judge/import/import-error.ts';
import { UnknownLanguageError } from '../src/sandbox/languages.ts';

/** An endpoint that is not there may be there later. */
const PASSING: readonly EndpointReason[] = ['silent', 'down'];

/** The command line is wrong; the message says how. */
export class UsageError extends Error {}

/** The command line's words. Throws `UsageError` for an option that there is not. */
export function readArguments<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError(`${(error as Error).message}.`);
  }
}

/** What an option says, a whole number from 0 on. Throws `UsageError`. */
export function whole(name: string, text: string | undefined, fallback?: number): number {
  if (text === undefined && fallback !== undefined) return fallback;
  if (text === undefined || !/^\d+$/.test(text))
    throw new UsageError(`--${name} takes a whole number${text === undefined ? '' : `, not “${text}”`}.`);
  return Number(text);
}

/**
 * Runs a command to its exit status: 0 where `act` gives true, 1 where it gives false, 2 where nothing can be done as it
 * was asked, 3 where something failed that may go well another time; null prints the usage. What a person can mend, a file
 * that is not there as well, is said in a sentence, anything else with its stack; `names` are of further errors that a
 * person can mend.
 */
export async function runCommand(
  usage: string,
  act: () => Promise<boolean | null>,
  names: readonly string[] = [],
): Promise<void> {
  // Who reads the output, `head` perhaps, has had enough.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
  try {
    const outcome = await act();
    if (outcome === null) process.stdout.write(usage);
    else process.exitCode = outcome ? 0 : 1;
  } catch (error) {
    const kinds = [UsageError, ImportError, UnknownLanguageError];
    const { name, code } = error as NodeJS.ErrnoException;
    const expected = kinds.some((kind) => error instanceof kind) || names.includes(name) || code === 'ENOENT';
    const passing = error instanceof EndpointError && PASSING.includes(error.reason);
    const hint = error instanceof UsageError ? `\n\n${usage}` : '\n';
    process.stderr.write(`${expected ? (error as Error).message : (error as Error).stack}${hint}`);
    process.exitCode = expected && !passing ? 2 : 3;
  }
}
