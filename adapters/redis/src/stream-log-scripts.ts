/**
 * Adds chunks to a stream, once. ARGV: seq of the first, seq of the last, the chunks, milliseconds that it lives, when
 * it ended or nothing. 1: they are there; 0: what comes before them is not.
 */
export const APPEND = `
local top = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
local last = 0
if #top > 0 then last = tonumber(string.match(top[1][1], '^(%d+)')) end
if last >= tonumber(ARGV[2]) then return 1 end
if last ~= tonumber(ARGV[1]) - 1 then return 0 end
redis.call('XADD', KEYS[1], ARGV[2] .. '-0', 'from', ARGV[1], 'chunks', ARGV[3], 'ended', ARGV[5])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 1`;

/** What came after ARGV[1], at most ARGV[2] entries, and when the stream ended; nil where there is none. */
export const READ_AFTER = `
local top = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
if #top == 0 then return false end
local entries = redis.call('XRANGE', KEYS[1], '(' .. ARGV[1] .. '-0', '+', 'COUNT', ARGV[2])
local answer = { top[1][2][6] }
for _, entry in ipairs(entries) do
  answer[#answer + 1] = entry[2][2]
  answer[#answer + 1] = entry[2][4]
end
return answer`;
