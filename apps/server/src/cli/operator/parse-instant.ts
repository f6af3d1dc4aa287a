import { InvalidArgumentError } from 'commander';

const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
]);
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/**
 * An instant out of `30m`, `6h`, `7d` (so long ago), a day (`2026-11-20`, from its midnight in Seoul) or an instant
 * with its offset.
 *
 * @throws {InvalidArgumentError} which the command line tells
 */
export function parseInstant(text: string, nowMs: number): number {
  const given = text.trim();
  const [, number, unit = ''] = /^(\d{1,6})([mhd])$/.exec(given) ?? [];
  if (number !== undefined) return nowMs - Number(number) * (UNIT_MS.get(unit) ?? 0);
  const atMs = DAY.test(given) ? Date.parse(`${given}T00:00:00+09:00`) : INSTANT.test(given) ? Date.parse(given) : NaN;
  if (Number.isNaN(atMs)) {
    throw new InvalidArgumentError('It must be such as 30m, 6h, 7d, 2026-11-20 or 2026-11-20T09:00:00+09:00.');
  }
  return atMs;
}
