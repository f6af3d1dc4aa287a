/** The value, or nil. */
export const READ = `return redis.call('GET', KEYS[1])`;

/** ARGV: value, milliseconds that it lives. */
export const WRITE = `return redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])`;

/** ARGV: sequence, value, milliseconds that it lives. A higher sequence that is there already stays. */
export const WRITE_NEWER = `
local kept = redis.call('GET', KEYS[1])
if kept then
  local sequence = tonumber(string.match(kept, '^(%d+) '))
  if sequence and sequence > tonumber(ARGV[1]) then return 0 end
end
redis.call('SET', KEYS[1], ARGV[1] .. ' ' .. ARGV[2], 'PX', ARGV[3])
return 1`;

export const DELETE = `return redis.call('DEL', KEYS[1])`;
