/**
 * Adds events unless the stream would grow above a limit. Whole or not at all.
 * KEYS: stream. ARGV: limit, texts… → how many were added, -1 when it is full.
 */
export const PUBLISH = `
if redis.call('XLEN', KEYS[1]) + #ARGV - 1 > tonumber(ARGV[1]) then return -1 end
for i = 2, #ARGV do redis.call('XADD', KEYS[1], '*', 'e', ARGV[i]) end
return #ARGV - 1`;

/**
 * Drops what every group has been given and has acknowledged, and nothing else. Never by length: a stream that is cut
 * to a length loses what nobody has stored yet.
 * KEYS: stream. → how many were dropped.
 */
export const TRIM = `
local function before(a, b)
  local am, as = string.match(a, '(%d+)-(%d+)')
  local bm, bs = string.match(b, '(%d+)-(%d+)')
  if am ~= bm then return tonumber(am) < tonumber(bm) end
  return tonumber(as) < tonumber(bs)
end
local oldest = nil
for _, group in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
  local name, delivered = nil, nil
  for i = 1, #group, 2 do
    if group[i] == 'name' then name = group[i + 1] end
    if group[i] == 'last-delivered-id' then delivered = group[i + 1] end
  end
  local pending = redis.call('XPENDING', KEYS[1], name)
  local needed = delivered
  if pending[1] > 0 and before(pending[2], needed) then needed = pending[2] end
  if oldest == nil or before(needed, oldest) then oldest = needed end
end
if oldest == nil then return 0 end
return redis.call('XTRIM', KEYS[1], 'MINID', oldest)`;

/**
 * Takes a consumer's name away when it holds nothing. Taking away one that holds something would lose it.
 * KEYS: stream. ARGV: group, consumer → 1 when it is gone.
 */
export const FORGET_CONSUMER = `
if #redis.call('XPENDING', KEYS[1], ARGV[1], '-', '+', 1, ARGV[2]) > 0 then return 0 end
redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], ARGV[2])
return 1`;
