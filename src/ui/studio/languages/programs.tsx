import type { VNode } from 'preact';
import { languageName } from '../../../agents/languages.ts';
import type { TestResult, Verdict } from '../../../judge/verdict.ts';
import { Code } from '../../solve/code.tsx';
import { VerdictStrip } from '../../verdict/badge.tsx';
import type { TalkView } from './view.ts';
import { CAUSE_WORDS } from './words.ts';

type Ran = TalkView['ran'][number];

/** A seed's own answer, before there is any discussion. */
const OF_THE_SEED = -1;

const words = (text: string) => text.split(/\s+/).filter(Boolean).join(' ');

/** What each input says of a program: beside what the kept ones print, or else what the author claims. */
function verdictsOf({ runs, inputs, solution }: Ran, { kept }: TalkView): TestResult[] {
  const part = solution.id === OF_THE_SEED ? 'seed' : 'agents';
  const sample = kept.find((one) => one.part === part);
  const agreed = new Map(sample?.tests.map(({ input, output }) => [input, output]));
  return runs.map(({ id, printed, fault }): TestResult => {
    const input = inputs.find((one) => one.id === id);
    const wanted = input && (agreed.get(input.input) ?? input.claim);
    const verdict: Verdict =
      printed === null
        ? ((fault.split(':')[0] || 'RE') as Verdict)
        : wanted == null
          ? 'SK'
          : words(wanted) === words(printed)
            ? 'AC'
            : 'WA';
    return { id, verdict, detail: '', stdout: printed ?? '', stderr: fault, measured: { ms: 0 } };
  });
}

/** The programs of a discussion, each with its verdicts on every input, and the failed run of those dropped. */
export function Programs({ talk }: { talk: TalkView }): VNode | null {
  const { ran, dropped, kept } = talk;
  if (ran.length === 0) return null;
  const isKept = ({ solution }: Ran) =>
    kept.some(({ source, language }) => source === solution.source && language === solution.language);
  return (
    <div class="table-frame">
      <table class="languages-programs">
        <thead>
          <tr>
            <th scope="col">Program</th>
            <th scope="col">Inputs</th>
            <th scope="col">What came of it</th>
          </tr>
        </thead>
        <tbody>
          {ran.map((one) => {
            const { solution } = one;
            const failed = dropped.find(
              ({ source, language }) => source === solution.source && language === solution.language,
            );
            const whose =
              solution.id === OF_THE_SEED ? 'of the seed' : solution.by === 'seed' ? 'carried over' : '';
            return (
              <tr key={solution.id}>
                <td>
                  {languageName(solution.language)} <span class="soft">{whose}</span>
                  {solution.parent !== null && <span class="soft"> mended</span>}
                  <details>
                    <summary>Code</summary>
                    <Code source={solution.source} />
                  </details>
                </td>
                <td>
                  <VerdictStrip tests={verdictsOf(one, talk)} />
                </td>
                <td>
                  {failed ? (
                    <>
                      <b>dropped</b>: {CAUSE_WORDS[failed.cause]}
                      {failed.failedRun && (
                        <details>
                          <summary>{failed.detail}</summary>
                          <pre class="wrapped">
                            {`Input:\n${failed.failedRun.input.trimEnd()}\n\nExpected:\n${failed.failedRun.expected.trimEnd()}\n\nActual:\n${failed.failedRun.actual.trimEnd()}`}
                          </pre>
                        </details>
                      )}
                    </>
                  ) : isKept(one) ? (
                    'kept'
                  ) : talk.over ? (
                    'agrees; another of its language was kept'
                  ) : (
                    ''
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
