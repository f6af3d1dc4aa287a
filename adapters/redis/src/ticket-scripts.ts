/**
 * What is remembered of tickets: a hash for each scope, with the fields `epoch`, `mark`, `last` and `same:<inquiry>`.
 * Each script is one step for all instances, over the scopes of one customer at once. Marks and tickets are JSON with
 * the time `untilMs` at which they end, by the callers' clock.
 */
const READ = `
local function read(key, field)
  local text = redis.call('HGET', key, field)
  if not text then return nil end
  local ok, value = pcall(cjson.decode, text)
  if ok and type(value) == 'table' and type(value.untilMs) == 'number' then return value end
end
local function keep(key, ttl)
  if redis.call('PTTL', key) < tonumber(ttl) then redis.call('PEXPIRE', key, ttl) end
end
`;

/** KEYS scopes; ARGV the inquiry's field. Gives epoch, mark, last, same of each. */
export const RECALL = `
local found = {}
for index, key in ipairs(KEYS) do
  found[index] = redis.call('HMGET', key, 'epoch', 'mark', 'last', ARGV[1])
end
return found
`;

/** KEYS scopes; ARGV owner, now, mark, ttl. Gives 1 when all are marked. */
export const CLAIM = `${READ}
for _, key in ipairs(KEYS) do
  local mark = read(key, 'mark')
  if mark and mark.ownerKey == ARGV[1] and mark.untilMs > tonumber(ARGV[2]) then return 0 end
end
for _, key in ipairs(KEYS) do
  redis.call('HSET', key, 'mark', ARGV[3])
  keep(key, ARGV[4])
end
return 1
`;

/** KEYS scopes; ARGV holder. */
export const RELEASE = `${READ}
for _, key in ipairs(KEYS) do
  local mark = read(key, 'mark')
  if mark and mark.holder == ARGV[1] then redis.call('HDEL', key, 'mark') end
end
return 1
`;

/** KEYS scopes; ARGV now, ttl, most inquiries, last, mark or nothing, the inquiry's field, its ticket, then an epoch a scope. */
export const REMEMBER = `${READ}
local now, ttl, most, last, mark, field, same = unpack(ARGV)
local function purge(key)
  local fields = redis.call('HKEYS', key)
  if #fields <= tonumber(most) then return end
  for _, name in ipairs(fields) do
    if string.sub(name, 1, 5) == 'same:' then
      local ticket = read(key, name)
      if not ticket or ticket.untilMs <= tonumber(now) then redis.call('HDEL', key, name) end
    end
  end
  for _, name in ipairs(redis.call('HKEYS', key)) do
    if redis.call('HLEN', key) <= tonumber(most) then return end
    if string.sub(name, 1, 5) == 'same:' then redis.call('HDEL', key, name) end
  end
end
for index, key in ipairs(KEYS) do
  if (redis.call('HGET', key, 'epoch') or '0') == ARGV[7 + index] then
    redis.call('HSET', key, 'last', last)
    if mark ~= '' then
      purge(key)
      redis.call('HSET', key, 'mark', mark, field, same)
    end
    keep(key, ttl)
  end
end
return 1
`;

/** KEYS scope; ARGV ttl. */
export const FORGET = `
local epoch = (tonumber(redis.call('HGET', KEYS[1], 'epoch')) or 0) + 1
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'epoch', string.format('%.0f', epoch))
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return epoch
`;
