import type { VNode } from 'preact';
import type { KeptSubmission } from '../../store/records.ts';
import { listSubmissions } from '../../store/submissions.ts';
import { useApp } from '../app-state.ts';
import { useLoaded } from '../state.ts';
import { VerdictBadge } from '../verdict/badge.tsx';
import { moment } from '../words.ts';

interface Props {
  problem: string;
  revision: string;
  /** Changes whenever there is another submission. */
  version: number;
  reopen(submission: KeptSubmission): void;
}

/** Every program that was run on all tests of the problem, newest first. */
export function Submissions({ problem, revision, version, reopen }: Props): VNode | null {
  const { languages } = useApp();
  const { value: submissions, error } = useLoaded(() => listSubmissions(problem), `${problem} ${version}`);
  if (error) return <p class="notice error">{error.message}</p>;
  if (!submissions || submissions.length === 0) return null;
  const labelOf = (language: string) => languages.find(({ id }) => id === language)?.label ?? language;
  return (
    <details class="submissions">
      <summary>Submissions ({submissions.length})</summary>
      <table class="tests">
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Language</th>
            <th scope="col">Verdict</th>
            <th scope="col" class="number">
              Passed
            </th>
            <th scope="col" class="number">
              Slowest
            </th>
            <th scope="col">
              <span class="hidden-label">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {submissions.map((submission) => (
            <tr key={submission.at}>
              <td>
                {moment(submission.at)}
                {submission.revision !== revision && <span class="soft"> · older tests</span>}
              </td>
              <td>{labelOf(submission.language)}</td>
              <td>
                <VerdictBadge verdict={submission.verdict} />
              </td>
              <td class="number">
                {submission.passed}/{submission.tests}
              </td>
              <td class="number">{Math.round(submission.ms)} ms</td>
              <td>
                <button type="button" class="quiet" onClick={() => reopen(submission)}>
                  Reopen
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
