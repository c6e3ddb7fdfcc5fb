import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files whose tests take a minute and more, however short they are: run last, one of them would keep the other worker idle. */
const LONG = [
  'test/unit/studio/emitters.test.ts',
  'test/unit/studio/languages/faults.test.ts',
  'test/e2e/crash.test.ts',
  'test/e2e/judge-isolation-languages.test.ts',
];

/** The order in which Vitest takes files that it does not know yet, from the largest, but these first of their project. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const groupOf = ({ project }: TestSpecification) => project.config.sequence.groupOrder;
    const rank = ({ moduleId }: TestSpecification) => (LONG.some((path) => moduleId.endsWith(path)) ? 0 : 1);
    return (await super.sort(files)).sort((p, q) => groupOf(p) - groupOf(q) || rank(p) - rank(q));
  }
}
