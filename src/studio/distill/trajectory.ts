import type { Candidate, SolveEvent } from '../../agents/events.ts';
import { failureOf } from '../../agents/failure.ts';
import type { Mend, Plan, Retrieval } from '../../agents/formats.ts';
import type { Failure } from '../../agents/roles/debugger.ts';
import type { Test } from '../../judge/problem.ts';
import type { TestResult, Verdict } from '../../judge/verdict.ts';

/** A candidate with what the samples said. */
export interface Tried {
  candidate: Candidate;
  tests: TestResult[];
  passed: number;
}

/** A finished solve, read back from its events: who said what, and what became of it. */
export class Trajectory {
  private readonly parsed = new Map<string, unknown>();
  readonly tried: Tried[] = [];
  /** Answers whose form could not be read. */
  formatFailures = 0;
  /** Why the first request that was not answered at all was not; null where all were. */
  refused: string | null = null;
  /** The hidden tests' verdict on the chosen program; null where none was chosen. */
  grade: Verdict | null = null;
  chosen: Tried | null = null;
  /** Why it ended, in the words of its last event. */
  ending = '';

  constructor(
    private readonly samples: readonly Test[],
    events: readonly SolveEvent[],
  ) {
    for (const event of events) {
      if (event.type === 'answered') {
        if (event.formatFailure !== null && event.reason === 'abort') this.refused ??= event.formatFailure;
        else if (event.formatFailure !== null) this.formatFailures++;
        else this.parsed.set(event.request, event.parsed);
      } else if (event.type === 'judged') {
        const passed = event.tests.filter(({ verdict }) => verdict === 'AC').length;
        this.tried.push({ candidate: event.candidate, tests: event.tests, passed });
      } else if (event.type === 'chosen') this.chosen = this.byId(event.candidate);
      else if (event.type === 'graded') this.grade = event.verdict;
      else if (event.type === 'ended') this.ending = `${event.how}: ${event.message}`;
    }
  }

  byId(id: number): Tried {
    return this.tried.find(({ candidate }) => candidate.id === id)!;
  }

  /** The one that came closest, the first of several; null where no program was written. */
  closest(): Tried | null {
    return this.tried.reduce<Tried | null>(
      (best, one) => (!best || one.passed > best.passed ? one : best),
      null,
    );
  }

  passes({ passed }: Tried): boolean {
    return passed === this.samples.length;
  }

  request({ id, plan, parent, round }: Candidate): string {
    return `${parent === null ? 'coder' : 'debugger'}/${round}/${plan}/${id}`;
  }

  retrievalOf({ plan }: Candidate): Retrieval {
    const recalled = this.parsed.get('retriever/0//') as Retrieval[] | undefined;
    return recalled?.[plan % recalled.length] ?? { similar: '', technique: '', tutorial: '' };
  }

  plannedFor({ plan }: Candidate): Plan {
    return this.parsed.get(`planner/0/${plan}/`) as Plan;
  }

  /** The plan that a candidate follows: the planner's, or the last one that a debugger wrote. */
  planOf(candidate: Candidate): Plan {
    if (candidate.parent === null) return this.plannedFor(candidate);
    const mend = this.parsed.get(this.request(candidate)) as Mend;
    return mend.plan.steps.length > 0 ? mend.plan : this.planOf(this.byId(candidate.parent).candidate);
  }

  /** What the debugger is told of a candidate that fails a sample. */
  failureOf({ tests }: Tried): Failure {
    return failureOf(this.samples, tests);
  }
}
