import { readFileSync } from 'node:fs';
import { afterAll, test } from 'vitest';
import { createNodeRunner } from '../../tools/node-runner.ts';
import { specifyPolygonPrograms } from '../polygon-programs.ts';

/** The real header, from https://github.com/MikeMirzayanov/testlib. */
const path = process.env['TESTLIB_H'];

if (path) {
  const runner = createNodeRunner();
  afterAll(() => runner.dispose());
  specifyPolygonPrograms(runner, readFileSync(path, 'utf8'));
} else {
  test.skip('the real testlib.h: set TESTLIB_H to its path', () => {});
}
