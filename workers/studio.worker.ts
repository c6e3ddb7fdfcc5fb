import { expose } from '../src/bridge.ts';
import type { StudioWorker } from '../src/remote-studio.ts';
import { appendStep, readTally } from '../src/store/studio-jobs.ts';
import { madeSteps } from '../src/studio/jobs/made.ts';
import { add, linesOf, NOTHING_DONE, type Tally } from '../src/studio/jobs/tally.ts';
import { zipOf } from './studio/zip.ts';

const api: StudioWorker = {
  async *make(job, settings, signal) {
    let tally = (await readTally<Tally>(job)) ?? NOTHING_DONE;
    for await (const step of madeSteps(settings, tally.done, signal)) {
      const next = add(tally, step);
      await appendStep(job, tally.steps, linesOf(step), next);
      tally = next;
      yield tally;
    }
  },
  zip: zipOf,
};

expose(api);
