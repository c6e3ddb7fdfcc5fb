import type { VNode } from 'preact';
import { overallVerdict } from '../../judge/overall.ts';
import type { TestResult } from '../../judge/verdict.ts';
import type { Claim } from '../../share/shared.ts';
import { VerdictBadge, VerdictStrip } from '../verdict/badge.tsx';
import { count } from '../words.ts';

interface Props {
  claims: readonly Claim[];
  /** What judging here has shown so far. */
  results: readonly TestResult[];
}

/** The sender's verdicts, and where those that were found here are others. */
export function Claims({ claims, results }: Props): VNode {
  if (claims.length === 0) return <p class="soft">No verdicts: the program was not run as it is.</p>;
  const told = claims.map(
    ({ id, verdict, ms }): TestResult => ({
      ...{ id, verdict, detail: '', stdout: '', stderr: '', measured: { ms } },
    }),
  );
  return (
    <>
      <p class="shared-claim">
        <VerdictBadge verdict={overallVerdict(claims)} />
        <VerdictStrip tests={told} />
        <span class="soft">on {count(claims.length, 'test')}</span>
      </p>
      {results.length > 0 && <Compared claims={claims} results={results} />}
    </>
  );
}

function Compared({ claims, results }: Props): VNode {
  const claimed = new Map(claims.map((claim) => [claim.id, claim]));
  const both = results.filter(({ id }) => claimed.has(id));
  const differing = both.filter(({ id, verdict }) => claimed.get(id)!.verdict !== verdict);
  return (
    <>
      <p role="status">
        {differing.length === 0
          ? `Here the same verdicts on ${count(both.length, 'test')}.`
          : `Here ${differing.length} of ${count(both.length, 'verdict')} differ.`}
      </p>
      {differing.length > 0 && (
        <ul class="shared-differing">
          {differing.map(({ id, verdict }) => (
            <li key={id}>
              {id}: the sender says <VerdictBadge verdict={claimed.get(id)!.verdict} />, here it is{' '}
              <VerdictBadge verdict={verdict} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
