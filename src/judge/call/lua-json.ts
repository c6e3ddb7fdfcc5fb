/**
 * JSON for Lua, whose library has none: a table with `decode` and `encode`. A list is a table from 1 on; where a null
 * stands in it nothing does, and `n` is its length, as with `table.pack`. An object is marked by its metatable, so that
 * an empty one stays one; any other table with a key that is no index is one too.
 */
export const LUA_JSON = `
local object = {}
local escapes = { b = "\\b", f = "\\f", n = "\\n", r = "\\r", t = "\\t" }
local function decode(text)
  local at = 1
  local value
  local function skip() at = text:find("%S", at) or #text + 1 end
  local function fail() error("this is no JSON at character " .. at .. ": " .. text, 0) end
  local function unit() at = at + 6 return tonumber(text:sub(at - 4, at - 1), 16) end
  local function string()
    local parts = {}
    at = at + 1
    while true do
      local plain, stop = text:match('^([^"\\\\]*)()', at)
      parts[#parts + 1] = plain
      at = stop
      local mark = text:sub(at, at)
      if mark == '"' then at = at + 1 return table.concat(parts) end
      if mark == "" then fail() end
      local kind = text:sub(at + 1, at + 1)
      if kind == "u" then
        local code = unit()
        if code >= 0xD800 and code < 0xDC00 and text:sub(at, at + 1) == "\\\\u" then
          code = 0x10000 + (code - 0xD800) * 1024 + unit() - 0xDC00
        end
        parts[#parts + 1] = utf8.char(code)
      else
        parts[#parts + 1] = escapes[kind] or kind
        at = at + 2
      end
    end
  end
  local function items(close, item)
    at = at + 1
    skip()
    if text:sub(at, at) == close then at = at + 1 return end
    while true do
      item()
      skip()
      local mark = text:sub(at, at)
      at = at + 1
      if mark == close then return end
      if mark ~= "," then at = at - 1 fail() end
      skip()
    end
  end
  function value()
    skip()
    local mark = text:sub(at, at)
    if mark == '"' then return string() end
    if mark == "[" then
      local list, n, holes = {}, 0, false
      items("]", function()
        n = n + 1
        list[n] = value()
        holes = holes or list[n] == nil
      end)
      if holes then list.n = n end
      return list
    end
    if mark == "{" then
      local fields = setmetatable({}, object)
      items("}", function()
        local key = string()
        skip()
        at = at + 1
        fields[key] = value()
      end)
      return fields
    end
    for word, meant in pairs({ ["true"] = true, ["false"] = false }) do
      if text:sub(at, at + #word - 1) == word then at = at + #word return meant end
    end
    if text:sub(at, at + 3) == "null" then at = at + 4 return nil end
    local digits = text:match("^-?%d+%.?%d*[eE]?[+-]?%d*", at)
    if not digits then fail() end
    at = at + #digits
    return tonumber(digits)
  end
  return value()
end
local function quote(text)
  return '"' .. text:gsub('[%c"\\\\]', function(c) return ("\\\\u%04x"):format(c:byte()) end) .. '"'
end
local function lengthOf(list)
  if getmetatable(list) == object then return nil end
  local n = math.type(list.n) == "integer" and list.n or #list
  for key in pairs(list) do
    if key ~= "n" and not (math.type(key) == "integer" and key >= 1 and key <= n) then return nil end
  end
  return n
end
local function encode(value)
  local kind = type(value)
  if kind == "string" then return quote(value) end
  if kind == "nil" then return "null" end
  if kind == "boolean" then return tostring(value) end
  if kind == "number" then
    if math.type(value) == "integer" then return ("%d"):format(value) end
    if value ~= value or value == math.huge or value == -math.huge then
      error("the result holds " .. value .. ", which JSON has not", 0)
    end
    return ("%.17g"):format(value)
  end
  if kind ~= "table" then error("the result holds a " .. kind .. ", which JSON has not", 0) end
  local parts, n = {}, lengthOf(value)
  if n then
    for i = 1, n do parts[i] = encode(value[i]) end
    return "[" .. table.concat(parts, ",") .. "]"
  end
  local keys = {}
  for key in pairs(value) do keys[#keys + 1] = key end
  table.sort(keys, function(a, b) return tostring(a) < tostring(b) end)
  for i, key in ipairs(keys) do parts[i] = quote(tostring(key)) .. ":" .. encode(value[key]) end
  return "{" .. table.concat(parts, ",") .. "}"
end
local json = { decode = decode, encode = encode }
`;
