import type { Language, Runner } from '../../sandbox/program.ts';

/** A program could not wait for another's answer here. */
export class CannotInteractError extends Error {
  override name = 'CannotInteractError';
}

/** Throws CannotInteractError unless a submission and an interactor in these languages can talk with each other. */
export function mustInteract(runner: Runner, submission: Language, interactor: string): void {
  const theirs = runner.languages.find(({ id }) => id === interactor);
  for (const [whose, language] of [
    ['The submission', submission],
    ['The problem’s own interactor', theirs],
  ] as const) {
    if (!language || canInteract(language, runner)) continue;
    const able = runner.languages.filter((one) => canInteract(one, runner)).map(({ label }) => label);
    const advice =
      language.interacts === 'never'
        ? `choose one of: ${able.join(', ')}`
        : `serve it with the headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp, or choose one of: ${able.join(', ')}`;
    const why =
      language.interacts === 'never'
        ? 'cannot wait here'
        : 'can wait only on a page that is cross-origin isolated';
    throw new CannotInteractError(
      `This problem is interactive. ${whose} is in ${language.label}, which ${why} for the other program’s answers; ${advice}.`,
    );
  }
}

function canInteract({ interacts }: Language, { isolated }: Runner): boolean {
  return interacts === 'always' || (interacts === 'isolated' && isolated);
}
