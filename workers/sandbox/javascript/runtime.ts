import worker from 'virtual:sandbox/worker/javascript';
import type { Runtime } from '../../../src/sandbox/runtime.ts';

export const javascript: Runtime = { worker, assets: {} };
