import { afterAll } from 'vitest';
import { createBrowserRunner } from '../../src/sandbox/browser-runner.ts';
import testlib from '../fixtures/testlib/testlib.h?raw';
import { specifyPolygonPrograms } from '../polygon-programs.ts';

const runner = createBrowserRunner();
afterAll(() => runner.dispose());
specifyPolygonPrograms(runner, testlib);
