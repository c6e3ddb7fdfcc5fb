import type { Checker } from '../checker.ts';
import { testlibChecker } from './stream.ts';

type Close = (expected: number, actual: number) => boolean;

/** Beyond this testlib takes a double as infinite. */
const INFINITE = 1e300;
/** What testlib adds to every tolerance. */
const SLACK = 1e-15;

export const rcmp4 = eachReal(eitherWay(1e-4));
export const rcmp6 = eachReal(eitherWay(1e-6));
export const rcmp9 = eachReal(eitherWay(1e-9));
export const rncmp = eachReal(absolutely(1.5e-5));
export const rcmp = oneReal(absolutely(1.5e-6));
export const acmp = oneReal(absolutely(1.5e-6));
export const dcmp = oneReal(eitherWay(1e-6));

/** Reals in order; an output with too few or too many is PE. */
function eachReal(close: Close): Checker {
  return testlibChecker((output, answer) => {
    while (!answer.blank) {
      const expected = answer.real();
      const actual = output.real();
      if (!close(expected.value, actual.value)) output.differ(expected, actual);
    }
  });
}

function oneReal(close: Close): Checker {
  return testlibChecker((output, answer) => {
    const expected = answer.real();
    const actual = output.real();
    if (!close(expected.value, actual.value)) output.differ(expected, actual);
  });
}

/** testlib's `doubleCompare`: within the tolerance absolutely or of the expected number. */
function eitherWay(epsilon: number): Close {
  const tolerance = epsilon + SLACK;
  return (expected, actual) => {
    if (Math.abs(expected) > INFINITE) return Math.abs(actual) > INFINITE && expected > 0 === actual > 0;
    if (Math.abs(actual) > INFINITE) return false;
    if (Math.abs(actual - expected) <= tolerance) return true;
    const bounds = [expected * (1 - tolerance), expected * (1 + tolerance)];
    return actual >= Math.min(...bounds) && actual <= Math.max(...bounds);
  };
}

/** Written as testlib does it: the distance of two infinities of one sign is not a number, which is not too far. */
function absolutely(epsilon: number): Close {
  return (expected, actual) => !(Math.abs(expected - actual) > epsilon + SLACK);
}
