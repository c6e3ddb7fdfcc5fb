import { createState, type State } from './state.ts';
import { isTaken, turn } from './tab-locks.ts';

/**
 * Where the model is when it is not here: another tab holds it (`held`), or works with it and was asked in vain
 * (`busy`), or was given it by this tab (`given`).
 */
export type Elsewhere = 'held' | 'busy' | 'given';

/** One tab at a time has the model in memory, which may be most of the machine's. */
export interface ModelHold {
  elsewhere: State<Elsewhere | null>;
  /** Resolves when this tab may load a model; `waits` is told that another has it. Rejects with the signal's reason. */
  take(signal: AbortSignal, waits: () => void): Promise<void>;
  release(): void;
  /** Asks the tab that holds it to let go, which it does unless it works with it. */
  ask(): void;
  /** Told when another tab asked and this one lets go. */
  onGiven(listener: () => void): void;
}

const NAME = 'quartet-model';

/** `isBusy`: whether this tab works with the model. */
export function createModelHold(isBusy: () => boolean): ModelHold {
  const elsewhere = createState<Elsewhere | null>(null);
  const channel = new BroadcastChannel(NAME);
  let letGo: (() => void) | null = null;
  let given = () => {};
  const release = () => {
    letGo?.();
    letGo = null;
  };
  channel.onmessage = ({ data }: MessageEvent<'let go' | 'busy'>) => {
    if (data === 'busy' && elsewhere.value === 'held') elsewhere.set('busy');
    if (data !== 'let go' || !letGo) return;
    if (isBusy()) {
      channel.postMessage('busy');
      return;
    }
    given();
    elsewhere.set('given');
    release();
  };
  return {
    elsewhere,
    async take(signal, waits) {
      if (letGo) return;
      const taken = await isTaken(NAME);
      signal.throwIfAborted();
      if (taken) {
        elsewhere.set('held');
        waits();
      }
      try {
        letGo = await turn(NAME, signal);
      } finally {
        elsewhere.set(null);
      }
    },
    release,
    ask: () => channel.postMessage('let go'),
    onGiven(listener) {
      given = listener;
    },
  };
}
