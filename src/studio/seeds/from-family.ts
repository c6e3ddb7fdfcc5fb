import { familyProblem } from '../family/problem.ts';
import { writeTitle } from '../family/statement.ts';
import { WRITERS } from '../family/writers.ts';
import { type Snippet, snippetOf } from './snippet.ts';

/**
 * Programs of the generated family's training problems: Python's, to be carried to the others, where Python is among the
 * agents' languages, else one language after the other. Their names carry the problem's numbers, `No. SEED-INDEX`, by
 * which the scripted agents know them again.
 */
export function* snippetsFromFamily(seed: number, agents: readonly string[]): Generator<Snippet> {
  const languages = agents.includes('python') ? ['python'] : agents;
  for (let index = 0; ; index++) {
    const language = languages[index % languages.length]!;
    const { spec } = familyProblem(seed, index, 'train');
    yield snippetOf(language, WRITERS[language]!(spec), `${writeTitle(spec)} No. ${seed}-${index}`);
  }
}
