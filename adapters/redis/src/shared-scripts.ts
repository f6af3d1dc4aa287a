/**
 * What must be one step for all instances, and by the store's own clock, runs inside Redis. A topic is a hash; each
 * of its values is `<written at ms> <expires at ms> <payload>`. A message is `<age ms> <payload>`.
 */
const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function lifeOf(text)
  local written, expires = string.match(text, '^(%d+) (%d+) ')
  return tonumber(written), tonumber(expires)
end
local function purge()
  local kept = redis.call('HGETALL', KEYS[1])
  for index = 1, #kept, 2 do
    local _, expires = lifeOf(kept[index + 1])
    if expires and expires <= now then redis.call('HDEL', KEYS[1], kept[index]) end
  end
end
`;

/** KEYS topic; ARGV field, payload, ttl, channel, most entries, age. A value of some age gives way to a later one. */
export const PUT = `${NOW}
local field, payload, ttl, channel, most, age = unpack(ARGV)
local written = now - age
local kept = redis.call('HGET', KEYS[1], field)
if kept and tonumber(age) > 0 then
  local keptWritten, keptExpires = lifeOf(kept)
  if keptWritten and keptExpires > now and keptWritten >= written then return 0 end
end
if not kept and redis.call('HLEN', KEYS[1]) >= tonumber(most) then
  purge()
  if redis.call('HLEN', KEYS[1]) >= tonumber(most) then return redis.error_reply('FULL too many entries') end
end
redis.call('HSET', KEYS[1], field, string.format('%.0f %.0f %s', written, now + ttl, payload))
if redis.call('PTTL', KEYS[1]) < tonumber(ttl) then redis.call('PEXPIRE', KEYS[1], ttl) end
redis.call('PUBLISH', channel, age .. ' ' .. payload)
return 1
`;

/** KEYS topic; ARGV field, payload, channel. */
export const REMOVE = `
if redis.call('HDEL', KEYS[1], ARGV[1]) == 0 then return 0 end
redis.call('PUBLISH', ARGV[3], '0 ' .. ARGV[2])
return 1
`;

/** KEYS topic. Gives the store's time, then every value as it is kept. */
export const ENTRIES = `${NOW}
purge()
local found = redis.call('HVALS', KEYS[1])
table.insert(found, 1, string.format('%.0f', now))
return found
`;

/** KEYS lease; ARGV holder, ttl. */
export const ACQUIRE = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 1 end
return 0
`;

/** KEYS lease; ARGV holder. */
export const RELEASE = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
`;
