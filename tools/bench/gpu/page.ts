import { measureGpu } from './measure.ts';

/** What `bench-engine.ts` calls in the page. */
Object.assign(globalThis, { measureGpu });
