import type { HealthNotice } from './health-notice.ts';

const STATES: ReadonlySet<string> = new Set(['closed', 'cooling', 'open', 'half_open', 'ramping']);
const MAX_FLIPS = 100;

/**
 * A notice as another instance wrote it, which may be of another version; `undefined` for what is none. What has
 * passed since is taken off what was left.
 */
export function readNotice(text: string, ageMs: number): HealthNotice | undefined {
  const found = parse(text);
  if (!found) return undefined;
  const { state, leftMs, lengthMs, probesNeeded, share, consecutiveFailures, streak, openings } = found;
  const { flipAgesMs, closedForMs, lastCooling } = found;
  const numbers = [leftMs, lengthMs, probesNeeded, share, consecutiveFailures, streak, openings];
  if (!STATES.has(String(state)) || !numbers.every(isCount)) return undefined;
  if (!Array.isArray(flipAgesMs) || flipAgesMs.length > MAX_FLIPS || !flipAgesMs.every(isCount)) return undefined;
  if (closedForMs !== undefined && !isCount(closedForMs)) return undefined;
  if (lastCooling !== undefined && !isCooling(lastCooling)) return undefined;
  // Checked field by field above.
  const notice = found as unknown as HealthNotice;
  return {
    ...notice,
    leftMs: Math.max(0, notice.leftMs - ageMs),
    flipAgesMs: notice.flipAgesMs.map(flipAgeMs => flipAgeMs + ageMs),
    closedForMs: notice.closedForMs === undefined ? undefined : notice.closedForMs + ageMs,
    lastCooling: notice.lastCooling && {
      ...notice.lastCooling,
      endedAgoMs: notice.lastCooling.endedAgoMs + ageMs,
    },
  };
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const found: unknown = JSON.parse(text);
    return isRecord(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

function isCooling(value: unknown): boolean {
  // A cooling that has not ended yet ended a negative time ago.
  return (
    isRecord(value) &&
    isCount(value['lengthMs']) &&
    Number.isFinite(value['endedAgoMs']) &&
    typeof value['recovered'] === 'boolean'
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
