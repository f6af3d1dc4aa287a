type HeaderLookup = (name: string) => string | undefined;

/**
 * Reads how long a provider asks us to wait: `retry-after-ms` in milliseconds, else `retry-after` in seconds
 * or as an HTTP date (RFC 9110, 10.2.3). A past date is 0; what is negative or not readable says nothing.
 *
 * @param header gives a response header by its lower-case name
 * @param nowMs the wall clock, for dates
 */
export function retryAfterMs(header: HeaderLookup, nowMs: number): number | undefined {
  return parseNumber(header('retry-after-ms'), 1) ?? parseRetryAfter(header('retry-after'), nowMs);
}

function parseRetryAfter(value: string | undefined, nowMs: number): number | undefined {
  const asNumber = parseNumber(value, 1_000);
  if (asNumber !== undefined) return asNumber;
  // Date.parse reads "-5" and "12" as years; a date of RFC 9110 begins with the day's name.
  if (!value || !/^[A-Za-z]{3}/.test(value.trim())) return undefined;
  const atMs = Date.parse(value);
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
}

function parseNumber(value: string | undefined, unitMs: number): number | undefined {
  if (value === undefined || !/^\s*\d+(\.\d+)?\s*$/.test(value)) return undefined;
  const number = Number(value) * unitMs;
  return Number.isFinite(number) ? number : undefined;
}
