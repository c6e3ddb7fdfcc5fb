/** What an agent knows of its language: all that differs between agents, beside what they remember. */
export interface Profile {
  /** The sandbox's name of the language. */
  language: string;
  /** How a program reads all of its input and prints its answer, in a sentence. */
  exchange: string;
  /** What the language does well, which its problems may show. */
  idioms: readonly string[];
  /** What programs that come from another language get wrong in it. */
  pitfalls: readonly string[];
  /** A whole program in the style that answers are written in. */
  example: string;
}
