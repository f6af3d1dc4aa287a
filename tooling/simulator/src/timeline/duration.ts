const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
]);
const MAX_MS = 7 * 24 * 3_600_000;

/** Reads `500ms`, `10s`, `1.5m`, `1h` or a bare 0; nothing for anything else, or more than a week. */
export function durationMs(value: string | number): number | undefined {
  if (value === 0 || value === '0') return 0;
  const [, amount, unit] = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h)$/.exec(String(value)) ?? [];
  const unitMs = UNIT_MS.get(unit ?? '');
  if (amount === undefined || unitMs === undefined) return undefined;
  const ms = Math.round(Number(amount) * unitMs);
  return ms <= MAX_MS ? ms : undefined;
}

/** The same for people: `90s` as `1m 30s`. */
export function describeMs(ms: number): string {
  if (ms < 1_000) return `${ms}ms`;
  const seconds = Math.round(ms / 100) / 10;
  const minutes = Math.floor(seconds / 60);
  const rest = Math.round((seconds - minutes * 60) * 10) / 10;
  if (minutes === 0) return `${rest}s`;
  return rest === 0 ? `${minutes}m` : `${minutes}m ${rest}s`;
}
