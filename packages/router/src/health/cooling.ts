/** No cooling grows beyond this by relapses; a longer setting stays as it is. */
const MAX_GROWN_MS = 240_000;
/** After this long without cooling, a relapse counts as the first. */
const FORGOTTEN_AFTER_MS = 300_000;
/** No provider's `retry-after` keeps it away for longer. */
export const MAX_RETRY_AFTER_MS = 600_000;

/** What is remembered of the last cooling. */
export interface CoolingMemory {
  readonly lengthMs: number;
  /** When it ended, or would have without the success that ended it before. */
  readonly endedAtMs: number;
  /** Whether a success has come since it began. */
  readonly recovered: boolean;
}

export interface CoolingQuestion {
  readonly nowMs: number;
  readonly cooldownMs: number;
  readonly retryAfterMs: number | undefined;
  readonly last: CoolingMemory | undefined;
}

/** How long a provider that failed now goes last: its own length, and until when with what it asked for. */
export function coolingAfterFailure({ nowMs, cooldownMs, retryAfterMs, last }: CoolingQuestion): {
  readonly lengthMs: number;
  readonly untilMs: number;
} {
  const lengthMs = grownLengthMs(nowMs, cooldownMs, last);
  const floorMs = Math.min(retryAfterMs ?? 0, MAX_RETRY_AFTER_MS);
  return { lengthMs, untilMs: nowMs + Math.max(lengthMs, floorMs) };
}

function grownLengthMs(nowMs: number, cooldownMs: number, last: CoolingMemory | undefined): number {
  if (!last || nowMs - last.endedAtMs >= FORGOTTEN_AFTER_MS) return cooldownMs;
  // Failures in a row are one incident; only coming back and failing again makes it longer.
  if (!last.recovered) return Math.max(cooldownMs, last.lengthMs);
  return Math.max(cooldownMs, Math.min(MAX_GROWN_MS, last.lengthMs * 2));
}
