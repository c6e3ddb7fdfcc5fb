/** How the judge ends an output of which it kept the first part only. */
const CUT = '\n…';
/** Characters that it keeps. */
const KEPT = 4096;

/** What a program printed, as far as the judge kept it, and whether that is all. */
export function printedOf(stdout: string): { text: string; whole: boolean } {
  const cut = stdout.length > KEPT && stdout.endsWith(CUT);
  return cut ? { text: stdout.slice(0, -CUT.length), whole: false } : { text: stdout, whole: true };
}
