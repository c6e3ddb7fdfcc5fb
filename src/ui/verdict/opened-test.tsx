import type { VNode } from 'preact';
import type { Test } from '../../judge/problem.ts';
import type { TestResult } from '../../judge/verdict.ts';
import { ExactDiff } from './exact-diff-view.tsx';
import { Transcript } from './transcript.tsx';

/** What a test gave and what came of it: texts beside each other, a conversation, or the exact difference. */
export function OpenedTest({ result, test }: { result: TestResult; test: Test | null }): VNode {
  const { transcript, remark, stdout, stderr, verdict, difference } = result;
  // A checker of the problem's own, which remarks, may take other answers than the one that is shown.
  const wrong = remark === undefined && !transcript && (verdict === 'WA' || verdict === 'PE');
  const exact = test !== null && wrong;
  const answer = test?.answers[0] ?? '';
  return (
    <>
      {result.detail !== '' && <p class="test-detail">{result.detail}</p>}
      {transcript && <Transcript said={transcript} />}
      <div class="texts">
        {test && (!transcript || test.input !== '') && (
          <TextBlock title={transcript ? 'The interactor’s input' : 'Input'} text={test.input} />
        )}
        {test && !transcript && !exact && <TextBlock title="Expected" text={answer} />}
        {!transcript && !exact && <TextBlock title="Printed" text={stdout} />}
        {remark !== undefined && (
          <TextBlock title={transcript ? 'The interactor’s remark' : 'The checker’s remark'} text={remark} />
        )}
        {stderr !== '' && <TextBlock title="Standard error" text={stderr} />}
      </div>
      {exact && <ExactDiff expected={answer} actual={stdout} difference={difference} />}
    </>
  );
}

/** Long texts are cut: who needs all of them exports the problem. */
const SHOWN_CHARACTERS = 4000;

function TextBlock({ title, text }: { title: string; text: string }): VNode {
  const cut = text.length > SHOWN_CHARACTERS;
  return (
    <figure>
      <figcaption>
        {title}
        {cut && ` · first ${SHOWN_CHARACTERS} of ${text.length} characters`}
      </figcaption>
      <pre>{text === '' ? <span class="nothing">nothing</span> : text.slice(0, SHOWN_CHARACTERS)}</pre>
    </figure>
  );
}
