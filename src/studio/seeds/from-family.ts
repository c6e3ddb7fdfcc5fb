import { familyProblem } from '../family/problem.ts';
import { writeTitle } from '../family/statement.ts';
import { WRITERS } from '../family/writers.ts';
import { type Snippet, snippetOf } from './snippet.ts';

/**
 * Programs of the generated family's training problems, one language after the other. Their names carry the problem's
 * numbers, `No. SEED-INDEX`, by which the scripted agents know them again.
 */
export function* snippetsFromFamily(seed: number, languages: readonly string[]): Generator<Snippet> {
  for (let index = 0; ; index++) {
    const language = languages[index % languages.length]!;
    const { spec } = familyProblem(seed, index, 'train');
    yield snippetOf(language, WRITERS[language]!(spec), `${writeTitle(spec)} No. ${seed}-${index}`);
  }
}
