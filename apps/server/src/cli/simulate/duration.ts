const UNITS_MS: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
]);

export const DURATION = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)$/;

/** Reads `300ms`, `90s`, `1.5m`, `1h`, `2d`; the schema has let nothing else through. */
export function durationMs(text: string): number {
  const [, amount = '0', unit = 'ms'] = DURATION.exec(text) ?? [];
  return Number(amount) * (UNITS_MS.get(unit) ?? 1);
}
