/** Names that solutions to such problems use without importing them; a submission's own come first. */
const TAKEN_FOR_GRANTED = [
  'import bisect, collections, copy, functools, heapq, itertools, math, operator, random, re, string, sys',
  'from typing import *',
  'from bisect import bisect_left, bisect_right, insort',
  'from collections import *',
  'from functools import cache, cmp_to_key, lru_cache, reduce',
  'from heapq import *',
  'from itertools import *',
  'from math import ceil, comb, floor, gcd, inf, sqrt',
].join('; ');

/**
 * A Python submission that is called: a function, or a method of a class `Solution`. What is added stands after the
 * submission, which so keeps its line numbers and its `from __future__`, and runs among names of its own.
 */
export function pythonCall(source: string, fn: string, resultFile: string): string {
  const added = harness(fn, resultFile);
  return `${source}\nexec(compile(${JSON.stringify(added)}, 'call.py', 'exec'), {'own': globals()})\n`;
}

const harness = (fn: string, resultFile: string): string => `
import json, sys
granted = {}
exec('${TAKEN_FOR_GRANTED}', granted)
for name, value in granted.items():
    own.setdefault(name, value)
arguments = [json.loads(line) for line in sys.stdin if line.strip()]
function = own.get('${fn}')
if not callable(function):
    if not hasattr(own.get('Solution'), '${fn}'):
        raise NameError('there is neither a function ${fn} nor a class Solution with a method ${fn}')
    function = getattr(own['Solution'](), '${fn}')
result = function(*arguments)
with open('${resultFile}', 'w') as file:
    json.dump(result, file, default=list)
`;
