import type { Reader } from './import/reader.ts';
import { alike, amount, type Check, fields, ifThere, listOf, name, text } from './import/shape.ts';
import type { TestResult, Verdict } from './verdict.ts';

const VERDICTS: Verdict[] = ['AC', 'WA', 'PE', 'RE', 'TLE', 'MLE', 'OLE', 'CE', 'IE', 'SK', 'ILE'];

export const readVerdict = (field: Reader): Verdict => field.oneOf(VERDICTS);

const checkResult: Check = fields({
  id: name,
  verdict: readVerdict,
  ...alike(text, 'detail', 'stdout', 'stderr'),
  measured: fields({ ms: amount, memoryBytes: ifThere(amount) }),
  remark: ifThere(text),
  transcript: ifThere(listOf(fields({ text }))),
  difference: ifThere(fields({ ...alike(amount, 'line', 'column'), ...alike(text, 'expected', 'actual') })),
});

/** What tests showed, from its own JSON, every field that is used checked. */
export function readResults(list: Reader): TestResult[] {
  listOf(checkResult)(list);
  return list.value as TestResult[];
}
