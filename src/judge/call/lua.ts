import { LUA_JSON } from './lua-json.ts';

/**
 * A Lua submission that is called: a function, global or local to the file, or one of a table `Solution`, which is
 * then called as its method. What is added stands after the submission, which so keeps its line numbers, and is
 * compiled apart from it, so that no name is taken.
 */
export function luaCall(source: string, fn: string, resultFile: string): string {
  // JSON's escapes are Lua's too, as far as they occur here.
  return `${source}\nload(${JSON.stringify(harness(fn, resultFile))}, "=call")(${fn}, Solution)\n`;
}

const harness = (fn: string, resultFile: string): string => `${LUA_JSON}
local called, owner = ...
local arguments, n = {}, 0
for line in io.lines() do
  if line:find("%S") then
    n = n + 1
    arguments[n] = json.decode(line)
  end
end
if type(called) ~= "function" and type(owner) == "table" and type(owner.${fn}) == "function" then
  local method = owner.${fn}
  local self = type(owner.new) == "function" and owner.new(owner) or owner
  called = function(...) return method(self, ...) end
elseif type(called) ~= "function" then
  error("there is neither a function ${fn} nor a table Solution with a function ${fn}", 0)
end
local result = json.encode((called(table.unpack(arguments, 1, n))))
local file = io.open("${resultFile}", "w")
file:write(result)
file:close()
`;
