/** Thrown to leave the program at `process.exit`, through whatever called it. */
export class ExitSignal {
  constructor(readonly code: number) {}
}

type Task = () => void;

interface Timer {
  /** Milliseconds of the host's clock. */
  due: number;
  run: Task;
}

/**
 * Knows when a program is over: its main part has returned and no timer, listener or pending read of its own is
 * left. Everything of the program is entered through `enter`, so that every error is seen once.
 *
 * As in Node's loop, the time stands still while a task of the program runs, and timers run in the order in which
 * they are due, those of the same time as they were set: however slow the machine, the order is the same.
 */
export class EventLoop {
  /** Called in a task of its own when the last timer is gone. */
  onQuiet: (() => void) | null = null;
  #held = 0;
  #timers = 0;
  #over = false;
  #now = 0;
  /** The soonest first, the cancelled among them: each has one call of the host's to come, which runs the first. */
  readonly #waiting: Timer[] = [];
  readonly #schedule: (task: Task, ms: number) => unknown;
  readonly #end: (reason: { code: number } | { error: unknown }) => void;
  readonly #clock: () => number;
  readonly #idle: () => number;

  /**
   * `schedule`: the host's own setTimeout. `clock`: the host's milliseconds, which never go back. `idle`: called
   * when nothing is left to do, gives the exit code. `end`: called once.
   */
  constructor(
    schedule: (task: Task, ms: number) => unknown,
    clock: () => number,
    idle: () => number,
    end: (reason: { code: number } | { error: unknown }) => void,
  ) {
    this.#schedule = schedule;
    this.#clock = clock;
    this.#idle = idle;
    this.#end = end;
  }

  get over(): boolean {
    return this.#over;
  }

  /** Whether a timer is set. */
  get busy(): boolean {
    return this.#timers > 0;
  }

  /** Runs a task of the sandbox's own when all of the present one is done. */
  afterwards(task: Task): void {
    this.#schedule(() => {
      if (!this.#over) task();
    }, 0);
  }

  /** Runs a piece of the program now, in a task of its own. */
  enter(piece: () => unknown): void {
    this.#now = this.#clock();
    this.goOn(piece);
  }

  /** Runs a piece of the program now, in the task that runs. */
  goOn(piece: () => unknown): void {
    if (this.#over) return;
    try {
      piece();
    } catch (error) {
      this.fail(error);
    }
    this.#watch();
  }

  /** Runs a piece of the program later and keeps the program alive until then; the handle cancels it. */
  later(piece: () => unknown, ms: number): { cancel(): void } {
    const free = this.hold();
    this.#timers++;
    let cancelled = false;
    let released = false;
    const release = (): void => {
      if (released) return;
      released = true;
      this.#timers--;
      if (this.onQuiet && !this.busy) {
        this.afterwards(() => {
          if (!this.busy) this.onQuiet!();
        });
      }
      free();
    };
    const due = this.#now + ms;
    this.#put({
      due,
      run: () => {
        if (cancelled) return;
        this.enter(piece);
        release();
      },
    });
    this.#schedule(() => this.#waiting.shift()!.run(), Math.max(0, due - this.#clock()));
    return {
      cancel() {
        cancelled = true;
        release();
      },
    };
  }

  /** Keeps the program alive until the returned function is called. */
  hold(): () => void {
    this.#held++;
    let released = false;
    return () => {
      if (released) return;
      released = true;
      this.#held--;
      this.#watch();
    };
  }

  /** Ends the program by an error of its own, or by `process.exit`. */
  fail(error: unknown): void {
    if (this.#over) return;
    this.#over = true;
    this.#end(error instanceof ExitSignal ? { code: error.code } : { error });
  }

  #put(timer: Timer): void {
    let at = this.#waiting.length;
    while (at > 0 && this.#waiting[at - 1]!.due > timer.due) at--;
    this.#waiting.splice(at, 0, timer);
  }

  /** Microtasks run before a timer does, so nothing of the program is left when one finds nothing held. */
  #watch(): void {
    if (this.#over || this.#held > 0) return;
    this.#schedule(() => {
      if (this.#over || this.#held > 0) return;
      try {
        const code = this.#idle();
        if (this.#held > 0) return;
        this.#over = true;
        this.#end({ code });
      } catch (error) {
        this.fail(error);
      }
    }, 0);
  }
}
