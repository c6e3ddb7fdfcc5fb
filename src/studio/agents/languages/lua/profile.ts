import type { Profile } from '../../profile.ts';

export const lua: Profile = {
  language: 'lua',
  exchange: "Read with io.read('n') or io.read('l') and gmatch, print with print or io.write.",
  idioms: [
    'tables as lists, counts and sets',
    "string patterns: gmatch('%S+'), gsub, find",
    'several results and assignments at once',
  ],
  pitfalls: [
    'tables and strings begin at 1, and # counts to the last of an unbroken row',
    '/ always gives a float, printed as 3.0: // for whole numbers',
    'for i = a, b includes b',
    "~= is what other languages call !=, and 'not', 'and', 'or' are words",
    'a variable is global unless it is local',
  ],
  example: `local n = io.read('n')
local values = {}
for i = 1, n do values[i] = io.read('n') end
table.sort(values)
-- The larger half, the middle value included.
local sum = 0
for i = n // 2 + 1, n do sum = sum + values[i] end
print(sum)
`,
};
