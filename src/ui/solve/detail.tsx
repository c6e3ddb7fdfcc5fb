import type { VNode } from 'preact';
import type { Problem } from '../../judge/problem.ts';
import { CopyButton } from '../copy-button.tsx';
import { TestsTable } from '../verdict/tests-table.tsx';
import { sentenceOf } from '../verdict/words.ts';
import { count, duration } from '../words.ts';
import { Code } from './code.tsx';
import { DiffView } from './diff-view.tsx';
import { requestLabel, type Selection } from './lanes.ts';
import type { CandidateView, RequestView, RunView } from './run-view.ts';

interface Props {
  view: RunView;
  selection: Selection;
  problem: Problem | null;
  close(): void;
}

/** What was selected, in full: a request's words, or a program with its verdicts. */
export function Detail({ view, selection, problem, close }: Props): VNode | null {
  if (selection.kind === 'request') {
    const request = requestOf(view, selection.request);
    return request ? <RequestDetail request={request} view={view} close={close} /> : null;
  }
  const node = candidateOf(view, selection.candidate);
  return node ? <CandidateDetail node={node} view={view} problem={problem} close={close} /> : null;
}

export function requestOf(view: RunView, id: string): RequestView | null {
  return view.requests.find((other) => other.request === id) ?? null;
}

export function candidateOf(view: RunView, id: number): CandidateView | null {
  return view.candidates.find((other) => other.candidate.id === id) ?? null;
}

/** A request by its role and what it is about, e.g. `coder · 2a`. */
export function titleOf(request: RequestView, view: RunView): string {
  const label = requestLabel(request, view);
  return label ? `${request.role} · ${label}` : request.role;
}

interface RequestProps {
  request: RequestView;
  view: RunView;
  close(): void;
}

function RequestDetail({ request, view, close }: RequestProps): VNode {
  return (
    <section class="detail" aria-label="Request">
      <header>
        <h2>{titleOf(request, view)}</h2>
        <span class="soft">{requestFacts(request).join(' · ')}</span>
        <CloseButton close={close} />
      </header>
      <RequestText request={request} />
      <details>
        <summary>Prompt</summary>
        {request.dropped.length > 0 && (
          <p class="notice">Left out, to fit the model’s context: {request.dropped.join(', ')}.</p>
        )}
        {request.prompt.map(({ role, content }, i) => (
          <figure key={i}>
            <figcaption class="soft">{role}</figcaption>
            <pre class="wrapped">{content}</pre>
          </figure>
        ))}
      </details>
    </section>
  );
}

/** Tokens, time and what else there is to know of a request, for people. */
export function requestFacts({ round, tokens, answered }: RequestView): string[] {
  const facts = [`round ${round}`, count(tokens, 'token')];
  if (!answered) return [...facts, 'streaming'];
  const { usage, ms, reason } = answered;
  facts.push(`${usage.computedPromptTokens} of ${count(usage.promptTokens, 'prompt token')} computed`);
  if (answered.confidence !== null) facts.push(`${answered.confidence} % sure`);
  if (ms !== null) facts.push(duration(ms));
  if (reason !== 'stop') facts.push(reason === 'length' ? 'cut at its token limit' : 'stopped');
  return facts;
}

/** The words of one request as they stream; after a format failure also what was wrong. */
export function RequestText({ request }: { request: RequestView }): VNode {
  const { thinking, text, answered } = request;
  return (
    <>
      {thinking !== '' && (
        <details class="thinking">
          <summary>
            {text === '' && !answered ? 'Thinking' : 'Thought'}, {count(wordsOf(thinking), 'word')}
          </summary>
          <pre class="wrapped">{thinking}</pre>
        </details>
      )}
      <pre class={`wrapped ${answered ? '' : 'streaming'}`}>{text}</pre>
      {answered?.formatFailure && <p class="notice error">Could not be read: {answered.formatFailure}</p>}
    </>
  );
}

const wordsOf = (text: string): number => text.split(/\s+/).filter(Boolean).length;

interface CandidateProps {
  node: CandidateView;
  view: RunView;
  problem: Problem | null;
  close(): void;
}

function CandidateDetail({ node, view, problem, close }: CandidateProps): VNode {
  const { candidate, label, tests } = node;
  const parent = candidate.parent === null ? null : candidateOf(view, candidate.parent);
  const carried = parent !== null && parent.candidate.language !== candidate.language;
  const compared = view.compared.find((other) => other.candidate === candidate.id);
  const samples = problem?.tests.filter(({ origin }) => origin === 'sample') ?? [];
  return (
    <section class="detail" aria-label={`Program ${label}`}>
      <header>
        <h2>Program {label}</h2>
        <span class="soft">
          {candidate.language}
          {parent && ` · ${carried ? 'carried over' : 'mended'} from ${parent.label}`}
        </span>
        <CopyButton text={candidate.source} />
        <CloseButton close={close} />
      </header>
      <p>{sentenceOf(tests)}.</p>
      {compared && <ComparedLine {...{ compared, view }} />}
      {parent && !carried ? (
        <DiffView before={parent.candidate.source} after={candidate.source} />
      ) : (
        <Code source={candidate.source} />
      )}
      <TestsTable results={tests} tests={samples} limitMs={problem?.limits.timeMs ?? 1000} />
    </section>
  );
}

/** What running a carried program beside its original showed. */
function ComparedLine({ compared, view }: { compared: RunView['compared'][number]; view: RunView }): VNode {
  const { inputs, difference, with: original } = compared;
  const label = view.candidates.find(({ candidate }) => candidate.id === original)?.label ?? '';
  if (!difference) return <p>{`Prints the same as ${label} on ${count(inputs, 'generated input')}.`}</p>;
  return (
    <>
      <p>{`Leaves ${label} on a generated input:`}</p>
      <pre class="wrapped">{`${difference.input.trimEnd()}\n\n${label}: ${difference.expected.trimEnd()}\nhere: ${difference.actual.trimEnd()}`}</pre>
    </>
  );
}

function CloseButton({ close }: { close(): void }): VNode {
  return (
    <button type="button" class="quiet close" onClick={close}>
      Close
    </button>
  );
}
