import type { VNode } from 'preact';
import type { Problem, Test } from '../../judge/problem.ts';
import { CopyButton } from '../copy-button.tsx';
import { Markdown } from '../markdown/markdown.tsx';
import { count, duration, mebibytes } from '../words.ts';
import { Ways } from './ways.tsx';
import './statement.css';

interface Props {
  problem: Problem;
  /** Makes a test of the person's own from a sample; without it samples are only read. */
  editCopy?: (sample: Test) => void;
}

/** A problem as a person reads it: limits, statement, samples. */
export function Statement({ problem, editCopy }: Props): VNode {
  const { statement, limits, tests } = problem;
  const samples = tests.filter(({ origin }) => origin === 'sample');
  const hidden = tests.length - samples.length;
  const facts = [
    duration(limits.timeMs),
    mebibytes(limits.memoryBytes),
    count(samples.length, 'sample'),
    ...(problem.interactor ? ['interactive'] : []),
    hidden > 0 ? count(hidden, 'hidden test') : 'no hidden tests',
  ];
  return (
    <article class="statement">
      <h1>{problem.title}</h1>
      <p class="soft limits">{facts.join(' · ')}</p>
      <Ways problem={problem} />
      {statement === '' ? (
        <p class="soft">This problem came without its statement.</p>
      ) : (
        <Markdown text={statement} assets={problem.assets} />
      )}
      {samples.map((sample, i) => (
        <section class="sample" key={sample.id} aria-label={`Sample ${i + 1}`}>
          <h2>
            Sample {i + 1}
            {editCopy && (
              <button type="button" class="copy" onClick={() => editCopy(sample)}>
                Edit a copy
              </button>
            )}
          </h2>
          <div class="sample-texts">
            <SampleText title={problem.interactor ? 'For the interactor' : 'Input'} text={sample.input} />
            {(!problem.interactor || sample.answers[0] !== '') && (
              <SampleText title="Output" text={sample.answers[0] ?? ''} />
            )}
          </div>
        </section>
      ))}
    </article>
  );
}

function SampleText({ title, text }: { title: string; text: string }): VNode {
  return (
    <figure>
      <figcaption>
        {title}
        <CopyButton text={text} />
      </figcaption>
      <pre>{text}</pre>
    </figure>
  );
}
