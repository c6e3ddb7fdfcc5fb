import type { JudgeOptions } from '../judge/create-judge.ts';
import type { Judge } from '../judge/judge.ts';
import type { Runner } from '../sandbox/program.ts';

/** A judge whose code is read when it is first asked, so that who only writes does not wait for it. */
export function judgeWhenAsked(runner: Runner, options: JudgeOptions): Judge {
  let made: Promise<Judge> | null = null;
  const make = async () => {
    const { createJudge } = await import('../judge/create-judge.ts');
    return createJudge(runner, options);
  };
  return {
    async *judge(task, signal) {
      made ??= make();
      const judge = await made.catch((error) => {
        made = null;
        throw error;
      });
      signal.throwIfAborted();
      yield* judge.judge(task, signal);
    },
  };
}
