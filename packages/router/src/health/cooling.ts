/** No cooling grows beyond this by relapses; a longer setting stays as it is. */
const MAX_GROWN_MS = 240_000;
/** After this long without cooling, a relapse counts as the first. */
const FORGOTTEN_AFTER_MS = 300_000;
/** How long before the end of a grown cooling a probe may be sent; it waits a second for a turn, as every probe. */
const AHEAD_MS = 1_500;
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
  /** Whether it has answered steadily, or must be seen again before anybody can say what is wrong. */
  readonly seeSoon: boolean;
  readonly cooldownMs: number;
  readonly retryAfterMs: number | undefined;
  readonly last: CoolingMemory | undefined;
}

export interface CoolingTimes {
  readonly lengthMs: number;
  readonly untilMs: number;
  /** From when on a probe may end it. */
  readonly probeFromMs: number;
}

/**
 * How long a provider that failed now goes last: its own length, until when with what it asked for, and from when on
 * a probe may end it. Only a success ends it before its time, and going last it has none: so one token is asked for,
 * soon where one failure says little of a provider, and just before the end of a cooling that relapses have made
 * longer, so that no turn need find out that it is not back.
 */
export function coolingAfterFailure(question: CoolingQuestion): CoolingTimes {
  const { nowMs, cooldownMs, retryAfterMs, last, seeSoon } = question;
  const lengthMs = grownLengthMs(nowMs, cooldownMs, last);
  const floorMs = Math.min(retryAfterMs ?? 0, MAX_RETRY_AFTER_MS);
  const untilMs = nowMs + Math.max(lengthMs, floorMs);
  const earlyMs = lengthMs > cooldownMs ? AHEAD_MS : 0;
  const probeFromMs = seeSoon ? nowMs + floorMs : Math.max(nowMs, untilMs - earlyMs);
  return { lengthMs, untilMs, probeFromMs };
}

function grownLengthMs(nowMs: number, cooldownMs: number, last: CoolingMemory | undefined): number {
  if (!last || nowMs - last.endedAtMs >= FORGOTTEN_AFTER_MS) return cooldownMs;
  // Failures in a row are one incident; only coming back and failing again makes it longer.
  if (!last.recovered) return Math.max(cooldownMs, last.lengthMs);
  return Math.max(cooldownMs, Math.min(MAX_GROWN_MS, last.lengthMs * 2));
}
