/**
 * Budgets in Redis. An account is a hash with `spent`, `reserved`, and for each reservation `left:<id>`; beside it a
 * sorted set of reservations by their expiry. KEYS are the accounts, each followed by its set. ARGV 1 is how long an
 * account is kept after it was last touched, which is longer than any budget's time.
 */
const ACCOUNT = `
local function numberOf(key, field)
  return tonumber(redis.call('HGET', key, field) or '0')
end
local function drop(account, held, id)
  local left = numberOf(account, 'left:' .. id)
  if left ~= 0 then redis.call('HINCRBY', account, 'reserved', -left) end
  redis.call('HDEL', account, 'left:' .. id)
  redis.call('ZREM', held, id)
end
local function dropExpired(account, held, now)
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', held, '-inf', now)) do drop(account, held, id) end
end
local function keep(account, held)
  redis.call('PEXPIRE', account, ARGV[1])
  redis.call('PEXPIRE', held, ARGV[1])
end
`;

/**
 * ARGV life, now, id, amount, expiry, then the cap of each account or an empty text. Gives `{0, index}` for the first
 * account that is full, `{-1, index}` for the first that nobody has opened, else `{1, spent, reserved, …}`.
 */
export const RESERVE = `${ACCOUNT}
local now, id, amount, expires = ARGV[2], ARGV[3], tonumber(ARGV[4]), ARGV[5]
for index = 1, #KEYS, 2 do
  if redis.call('EXISTS', KEYS[index]) == 0 then return {-1, (index - 1) / 2} end
  dropExpired(KEYS[index], KEYS[index + 1], now)
end
for index = 1, #KEYS, 2 do
  local cap = ARGV[6 + (index - 1) / 2]
  local used = numberOf(KEYS[index], 'spent') + numberOf(KEYS[index], 'reserved')
  if cap ~= '' and used >= tonumber(cap) then return {0, (index - 1) / 2} end
end
local standings = {1}
for index = 1, #KEYS, 2 do
  local account, held = KEYS[index], KEYS[index + 1]
  redis.call('HINCRBY', account, 'left:' .. id, amount)
  redis.call('HINCRBY', account, 'reserved', amount)
  redis.call('ZADD', held, expires, id)
  keep(account, held)
  table.insert(standings, numberOf(account, 'spent'))
  table.insert(standings, numberOf(account, 'reserved'))
end
return standings
`;

/** ARGV life, id, amount. */
export const CHARGE = `${ACCOUNT}
local id, amount = ARGV[2], tonumber(ARGV[3])
for index = 1, #KEYS, 2 do
  local account, held = KEYS[index], KEYS[index + 1]
  local fromReserved = math.min(numberOf(account, 'left:' .. id), amount)
  redis.call('HINCRBY', account, 'spent', amount)
  if fromReserved > 0 then
    redis.call('HINCRBY', account, 'reserved', -fromReserved)
    redis.call('HINCRBY', account, 'left:' .. id, -fromReserved)
  end
  keep(account, held)
end
return 1
`;

/** ARGV life, id. */
export const RELEASE_HELD = `${ACCOUNT}
for index = 1, #KEYS, 2 do drop(KEYS[index], KEYS[index + 1], ARGV[2]) end
return 1
`;

/** ARGV life, spent. Does nothing for an account that is there. */
export const OPEN = `
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
redis.call('HSET', KEYS[1], 'spent', ARGV[2], 'reserved', '0')
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return 1
`;

/** ARGV life, now. Gives spent and reserved of each account. */
export const STANDINGS = `${ACCOUNT}
local standings = {}
for index = 1, #KEYS, 2 do
  dropExpired(KEYS[index], KEYS[index + 1], ARGV[2])
  table.insert(standings, numberOf(KEYS[index], 'spent'))
  table.insert(standings, numberOf(KEYS[index], 'reserved'))
end
return standings
`;
