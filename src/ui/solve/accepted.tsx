import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Problem } from '../../judge/problem.ts';
import { CopyButton } from '../copy-button.tsx';
import { ShareLink } from '../share/share-link.tsx';
import { VerdictBadge, VerdictStrip } from '../verdict/badge.tsx';
import { sentenceOf } from '../verdict/words.ts';
import { Code } from './code.tsx';
import type { RunView } from './run-view.ts';

/** The program that was chosen, why, and how it fared on the hidden tests. */
export function Accepted({ view, problem }: { view: RunView; problem: Problem | null }): VNode | null {
  const [sharing, setSharing] = useState(false);
  const chosen = view.candidates.find(({ candidate }) => candidate.id === view.chosen?.candidate);
  if (!chosen || !view.chosen) return null;
  return (
    <section class="accepted" aria-label="Accepted program">
      <header>
        <h2>Program {chosen.label} passes every sample</h2>
        <span class="soft">{view.chosen.why}</span>
        <CopyButton text={chosen.candidate.source} label="Copy program" />
        {problem && (
          <button type="button" class="copy" onClick={() => setSharing(true)}>
            Share as a link
          </button>
        )}
      </header>
      <Code source={chosen.candidate.source} />
      <Grade view={view} />
      {problem && sharing && (
        <ShareLink
          what={{
            ...{ problem, ownTests: [], submission: chosen.candidate },
            results: [...chosen.tests, ...(view.grade?.tests ?? [])],
          }}
          close={() => setSharing(false)}
        />
      )}
    </section>
  );
}

function Grade({ view }: { view: RunView }): VNode {
  const { grade, ended } = view;
  if (!grade) return <p class="soft">{ended ? 'It was not graded.' : 'Grading on the hidden tests…'}</p>;
  if (grade.tests.length === 0) {
    return (
      <p class="soft">Not graded: this problem has no hidden tests, so the samples are all that is known.</p>
    );
  }
  return (
    <div class="grade">
      <span>Hidden tests</span>
      <VerdictBadge verdict={grade.verdict} />
      <VerdictStrip tests={grade.tests} />
      <span class="soft">{sentenceOf(grade.tests)}</span>
    </div>
  );
}
