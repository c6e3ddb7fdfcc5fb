/** What else takes this machine's cores, such as a model that decodes: beside it a program is slower than it is. */
export interface Neighbours {
  /** Watches from now on; the returned function tells whether any has worked since. */
  watch(): () => boolean;
  /** Has them wait until the returned function is called; resolved when they do. */
  hold(): Promise<() => void>;
}

/** A machine with nothing else to do. */
export const NO_NEIGHBOURS: Neighbours = {
  watch: () => () => false,
  hold: async () => () => {},
};
