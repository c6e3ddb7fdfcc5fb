import { createState, type State } from '../state.ts';

export interface Speed {
  /** Tokens in the last second, over all requests. */
  tokensPerSecond: number;
  /** The same at each quarter second past, oldest first. */
  history: number[];
}

const TICK_MS = 250;
const WINDOW_TICKS = 4;
const HISTORY_TICKS = 48;

export interface Speedometer {
  speed: State<Speed>;
  count(tokens: number): void;
  stop(): void;
}

/** Counts tokens as they stream; runs until stopped. */
export function createSpeedometer(): Speedometer {
  const speed = createState<Speed>({ tokensPerSecond: 0, history: [] });
  let window: number[] = [];
  let counted = 0;
  const timer = setInterval(() => {
    window = [...window, counted].slice(-WINDOW_TICKS);
    counted = 0;
    const sum = window.reduce((total, tokens) => total + tokens, 0);
    const tokensPerSecond = Math.round((sum * 1000) / (window.length * TICK_MS));
    speed.set({ tokensPerSecond, history: [...speed.value.history, tokensPerSecond].slice(-HISTORY_TICKS) });
  }, TICK_MS);
  return {
    speed,
    count: (tokens) => {
      counted += tokens;
    },
    stop: () => clearInterval(timer),
  };
}
