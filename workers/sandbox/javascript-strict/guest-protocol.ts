import type { Main } from '../javascript/endpoint.ts';

/** What the worker gives to the code inside QuickJS, under `HOST` until that code has taken it. */
export interface GuestHost {
  /** A message as JSON; `bytes` are those of an `output` or `file` message. */
  post(json: string, bytes?: ArrayBuffer): void;
  /** Milliseconds of the worker's clock. */
  now(): number;
  encode(text: string): ArrayBuffer;
  decode(bytes: ArrayBuffer): string;
  compile(functionText: string, file: string): Main | string;
  /** Blocks until there is a piece of the piped input. */
  takePiece(): ArrayBuffer;
  /** Whether `takePiece` can. */
  canBlock(): boolean;
}

export const HOST = '__host';

/** What the code inside QuickJS gives to the worker. */
export interface Guest {
  /** Takes the host's message as JSON, in which `{"bytes": 0}` stands for the first of the buffers. */
  answer(json: string, ...buffers: ArrayBuffer[]): void;
  /** Runs the timers that are due; returns the milliseconds until the next one, or -1 if there is none. */
  tick(): number;
}
