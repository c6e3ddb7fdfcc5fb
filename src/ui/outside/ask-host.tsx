import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useApp } from '../app-state.ts';
import { useValue } from '../state.ts';
import type { Question } from './outside.ts';
import './outside.css';

/** Asks before a host is asked for the first time. */
export function AskHost(): VNode | null {
  const question = useValue(useApp().outside.question);
  return question && <AskDialog question={question} key={question.host} />;
}

function AskDialog({ question: { host, purpose, answer } }: { question: Question }): VNode {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current!.showModal(), []);
  const loopback = /^(localhost|127\.0\.0\.1)(:|$)/.test(host);
  return (
    <dialog class="ask-host" ref={dialog} aria-labelledby="ask-host" onCancel={() => answer(false)}>
      <h2 id="ask-host">
        Ask <code>{host}</code> for {purpose}?
      </h2>
      <p>
        {loopback
          ? 'A program on this machine will see what is asked. Where it sends that on is up to it.'
          : 'It will see your network address and what is asked for. Until now nothing has gone there.'}
      </p>
      <p class="soft">You are asked once per host; the status at the top right counts every request.</p>
      <p class="choices">
        <button type="button" onClick={() => answer(false)}>
          No
        </button>
        <button type="button" class="primary" onClick={() => answer(true)}>
          Ask {host}
        </button>
      </p>
    </dialog>
  );
}
