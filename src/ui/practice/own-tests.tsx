import type { VNode } from 'preact';
import type { Test } from '../../judge/problem.ts';

interface Props {
  tests: readonly Test[];
  change(tests: Test[]): void;
}

/** The person's own tests, which run with the samples; a sample is edited as a copy, the problem's stays as it is. */
export function OwnTests({ tests, change }: Props): VNode {
  const edit = (id: string, part: Partial<Test>) =>
    change(tests.map((test) => (test.id === id ? { ...test, ...part } : test)));
  return (
    <section class="own-tests" aria-label="Your tests">
      {tests.length > 0 && <h2>Your tests</h2>}
      {tests.map(({ id, input, answers }) => (
        <fieldset key={id}>
          <legend>
            {id}
            <button
              type="button"
              class="quiet"
              aria-label={`Remove ${id}`}
              onClick={() => change(tests.filter((test) => test.id !== id))}
            >
              Remove
            </button>
          </legend>
          <label>
            Input
            <textarea
              class="code-field"
              rows={3}
              value={input}
              onInput={({ currentTarget }) => edit(id, { input: currentTarget.value })}
            />
          </label>
          <label>
            Output
            <textarea
              class="code-field"
              rows={3}
              value={answers[0] ?? ''}
              onInput={({ currentTarget }) => edit(id, { answers: [currentTarget.value] })}
            />
          </label>
        </fieldset>
      ))}
      <p class="own-actions">
        <button type="button" onClick={() => change([...tests, ownTest(tests, '', '')])}>
          New test
        </button>
      </p>
    </section>
  );
}

/** A test of the person's own, under the first free number. */
export function ownTest(tests: readonly Test[], input: string, answer: string): Test {
  const ids = new Set(tests.map(({ id }) => id));
  let number = 1;
  while (ids.has(`user/${number}`)) number += 1;
  return { id: `user/${number}`, input, answers: [answer], origin: 'user' };
}
