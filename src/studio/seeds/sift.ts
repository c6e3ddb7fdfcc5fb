import { NearCopies, signatureOf } from '../../minhash.ts';
import type { Contamination } from './contamination.ts';
import type { Snippet } from './snippet.ts';

/** A snippet, or why it was left out. */
export type Sifted =
  | { snippet: Snippet }
  | { snippet: Snippet; cause: 'near copy' | 'in an exam'; detail: string };

/** Leaves out near copies of what came before, and what stands in an exam. */
export function* sift(snippets: Iterable<Snippet>, exams: Contamination): Generator<Sifted> {
  const seen = new NearCopies<string>(0.85);
  for (const snippet of snippets) {
    const signature = signatureOf(snippet.source);
    const near = seen.nearest(signature);
    const found = near ? null : exams.of(snippet.source);
    if (near) yield { snippet, cause: 'near copy', detail: `of ${near.key}` };
    else if (found)
      yield {
        snippet,
        cause: 'in an exam',
        detail: `${Math.round(100 * found.share)} % of it stands in ${found.exam}`,
      };
    else {
      seen.add(snippet.name, signature);
      yield { snippet };
    }
  }
}
