import type { VNode } from 'preact';
import { KINDS } from '../../backup/format.ts';
import { type Note, OUTCOMES, type Outcome, type Report } from '../../backup/report.ts';
import { count } from '../words.ts';
import { KIND_WORDS, OUTCOME_WORDS } from './words.ts';

type Words = Readonly<Record<Outcome, string>>;

interface Props {
  report: Report;
  /** What each outcome is called. */
  words?: Words;
}

/** What became of everything, counted by kind, and one line on each thing that was not simply added or there. */
export function ReportTable({ report, words = OUTCOME_WORDS }: Props): VNode {
  const outcomes = OUTCOMES.filter((outcome) =>
    Object.values(report.counts).some((of) => (of[outcome] ?? 0) > 0),
  );
  return (
    <>
      <div class="backup-frame">
        <table class="backup-table">
          <thead>
            <tr>
              <th scope="col">What</th>
              {outcomes.map((outcome) => (
                <th scope="col" class="number" key={outcome}>
                  {words[outcome]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {KINDS.filter((kind) => report.counts[kind]).map((kind) => (
              <tr key={kind}>
                <th scope="row">{KIND_WORDS[kind]}</th>
                {outcomes.map((outcome) => (
                  <td class="number" key={outcome}>
                    {report.counts[kind]?.[outcome]?.toLocaleString('en') ?? <span class="soft">–</span>}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Notes report={report} words={words} />
    </>
  );
}

function Notes({ report: { notes, ordinary, unknown }, words }: Required<Props>): VNode {
  return (
    <>
      {unknown > 0 && <p>{count(unknown, 'thing')} in it are of a kind that this page does not know.</p>}
      {notes.length > 0 && <NoteList notes={notes} words={words} />}
      {ordinary.length > 0 && (
        <details class="backup-names">
          <summary>By name</summary>
          <NoteList notes={ordinary} words={words} />
        </details>
      )}
    </>
  );
}

function NoteList({ notes, words }: { notes: readonly Note[]; words: Words }): VNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls a long list by the arrow keys.
    <ul class="backup-notes" tabIndex={0}>
      {notes.map((note, i) => (
        <li key={i}>{sentenceOf(note, words)}</li>
      ))}
    </ul>
  );
}

function sentenceOf({ kind, outcome, name, why }: Note, words: Words): string {
  const what = [kind ? KIND_WORDS[kind] : 'Unknown', name].filter(Boolean).join(', ');
  return `${what}: ${words[outcome].toLowerCase()}${why ? `, ${why}` : ''}`;
}
