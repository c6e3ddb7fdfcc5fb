import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { importPaste } from '../../judge/import/paste.ts';
import type { Problem } from '../../judge/problem.ts';
import { useWork } from '../work.ts';

interface Sample {
  input: string;
  output: string;
}

const NO_SAMPLE: Sample = { input: '', output: '' };

/** A problem typed or pasted by hand: title, statement, samples. */
export function PasteForm({ take }: { take(make: () => Promise<Problem>): void }): VNode {
  const [title, setTitle] = useState('');
  const [statement, setStatement] = useState('');
  const [samples, setSamples] = useState<Sample[]>([NO_SAMPLE]);
  const change = (at: number, part: Partial<Sample>) =>
    setSamples(samples.map((sample, i) => (i === at ? { ...sample, ...part } : sample)));
  useWork(() => [title, statement, ...samples.flatMap(Object.values)].some((text) => text !== ''));
  const submit = (event: Event) => {
    event.preventDefault();
    const given = samples.filter(({ input, output }) => input !== '' || output !== '');
    take(() => importPaste({ title, statement, samples: given }));
  };
  return (
    <form class="paste" onSubmit={submit}>
      <label>
        Title
        <input required value={title} onInput={({ currentTarget }) => setTitle(currentTarget.value)} />
      </label>
      <label>
        Statement, as text or Markdown
        <textarea
          rows={8}
          value={statement}
          onInput={({ currentTarget }) => setStatement(currentTarget.value)}
        />
      </label>
      {samples.map((sample, i) => (
        <fieldset class="sample-fields" key={`sample ${i + 1}`}>
          <legend>
            Sample {i + 1}
            {samples.length > 1 && (
              <button
                type="button"
                class="quiet"
                aria-label={`Remove sample ${i + 1}`}
                onClick={() => setSamples(samples.filter((_, other) => other !== i))}
              >
                Remove
              </button>
            )}
          </legend>
          <label>
            Input
            <textarea
              class="code-field"
              rows={4}
              value={sample.input}
              onInput={({ currentTarget }) => change(i, { input: currentTarget.value })}
            />
          </label>
          <label>
            Output
            <textarea
              class="code-field"
              rows={4}
              value={sample.output}
              onInput={({ currentTarget }) => change(i, { output: currentTarget.value })}
            />
          </label>
        </fieldset>
      ))}
      <p class="paste-actions">
        <button type="button" onClick={() => setSamples([...samples, NO_SAMPLE])}>
          Another sample
        </button>
        <button type="submit" class="primary">
          Add the problem
        </button>
      </p>
    </form>
  );
}
