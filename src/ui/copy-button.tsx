import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';

type Outcome = 'none' | 'copied' | 'refused';

const WORDS: Record<Outcome, (what: string) => string> = {
  none: (what) => what,
  copied: () => 'Copied',
  refused: () => 'The browser refused: select and copy',
};

/** Copies `text` to the clipboard and says whether it did. */
export function CopyButton({ text, label = 'Copy' }: { text: string; label?: string }): VNode {
  const [outcome, setOutcome] = useState<Outcome>('none');
  useEffect(() => {
    if (outcome === 'none') return;
    const timer = setTimeout(() => setOutcome('none'), 1500);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('copied');
    } catch {
      // A page that came over plain http has no clipboard at all.
      setOutcome('refused');
    }
  };
  return (
    <button type="button" class="copy" onClick={() => void copy()}>
      {WORDS[outcome](label)}
    </button>
  );
}
