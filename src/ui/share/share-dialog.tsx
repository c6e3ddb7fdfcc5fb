import type { VNode } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { LONGEST_LINK, writeLink } from '../../share/link.ts';
import { type Choice, sharedJson } from '../../share/shared.ts';
import { useApp } from '../app-state.ts';
import { CopyButton } from '../copy-button.tsx';
import { hrefOf } from '../route.ts';
import { useLoaded } from '../state.ts';
import { count } from '../words.ts';
import type { ToShare } from './share-link.tsx';
import { isOnlyHere, sizeWarning } from './size-words.ts';
import './share.css';

/** Makes a link that carries a problem, a program and its verdicts, and says how far it will get. */
export function ShareDialog({ what, close }: { what: ToShare; close(): void }): VNode {
  const { languages } = useApp();
  const { problem, ownTests, submission, results } = what;
  const language = languages.find(({ id }) => id === submission.language)?.label ?? submission.language;
  const isBlank = submission.source.trim() === '';
  const verdicts =
    results.length > 0 ? count(results.length, 'verdict') : 'no verdicts, as it was not run as it is';
  const dialog = useRef<HTMLDialogElement>(null);
  const samples = problem.tests.filter(({ origin }) => origin === 'sample').length;
  const hidden = problem.tests.length - samples;
  const [choice, setChoice] = useState<Choice>({
    ownTests: true,
    // Without samples they are all that the program can be judged on.
    hiddenTests: samples === 0,
    pictures: problem.assets.length > 0,
  });
  const { value: text, error } = useLoaded(
    () => writeLink(sharedJson(problem, ownTests, submission, results, choice)),
    JSON.stringify(choice),
  );
  useLayoutEffect(() => dialog.current!.showModal(), []);
  const onPress = (event: MouseEvent) => event.target === dialog.current && dialog.current?.close();
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the press is on the backdrop; the keyboard has Escape.
    <dialog class="share" ref={dialog} aria-labelledby="share-title" onClose={close} onClick={onPress}>
      <h2 id="share-title">Share as a link</h2>
      <p>
        Statement, samples and limits, {isBlank ? 'no program' : `the program in ${language}, ${verdicts}`}:
        all of it stands in the link itself, after the #. Browsers never send that part to a host; whoever
        gets the link can read it.
      </p>
      <div class="share-choices">
        {ownTests.length > 0 && (
          <Check
            label={`Your tests (${ownTests.length})`}
            checked={choice.ownTests}
            change={(on) => setChoice({ ...choice, ownTests: on })}
          />
        )}
        {hidden > 0 && (
          <Check
            label={`Hidden tests (${hidden})${samples === 0 ? ', as there are no samples' : ''}`}
            checked={choice.hiddenTests}
            change={(on) => setChoice({ ...choice, hiddenTests: on || samples === 0 })}
          />
        )}
        {problem.assets.length > 0 && (
          <Check
            label={`Pictures of the statement (${problem.assets.length})`}
            checked={choice.pictures}
            change={(on) => setChoice({ ...choice, pictures: on })}
          />
        )}
      </div>
      {error && <p class="notice error">{error.message}</p>}
      {!text && !error && <p class="soft">Packing…</p>}
      {text && <Made text={text} />}
      <form method="dialog">
        <button type="submit">Close</button>
      </form>
    </dialog>
  );
}

interface CheckProps {
  label: string;
  checked: boolean;
  change(on: boolean): void;
}

function Check({ label, checked, change }: CheckProps): VNode {
  return (
    <label>
      <input
        type="checkbox"
        checked={checked}
        onChange={({ currentTarget }) => change(currentTarget.checked)}
      />{' '}
      {label}
    </label>
  );
}

function Made({ text }: { text: string }): VNode {
  if (text.length > LONGEST_LINK)
    return (
      <p class="notice error" role="status">
        {count(text.length, 'character')}: a link holds {LONGEST_LINK.toLocaleString('en')} at most. Leave
        something out, or export the problem in Problems and send the file.
      </p>
    );
  const link = `${location.href.replace(/#.*$/s, '')}${hrefOf('share', text)}`;
  const warning = sizeWarning(link.length);
  return (
    <>
      <p role="status">{count(link.length, 'character')}.</p>
      {warning && <p class="notice">{warning}</p>}
      {isOnlyHere(location) && (
        <p class="notice">
          This page lies on your own machine: the link opens only where the same page has the same address.
        </p>
      )}
      <p class="share-made">
        <input
          readOnly
          aria-label="Link"
          value={link}
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
        <CopyButton text={link} label="Copy link" />
      </p>
    </>
  );
}
