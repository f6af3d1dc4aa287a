import { InvalidArgumentError } from 'commander';

const UNIT_SECONDS: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['s', 1],
  ['m', 60],
  ['h', 3_600],
  ['d', 86_400],
]);

/** Seconds out of `90`, `90s`, `30m`, `2h` or `1d`. @throws {InvalidArgumentError} which the command line tells */
export function parseTtl(text: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(text.trim()) ?? [];
  const seconds = Number(number) * (UNIT_SECONDS.get(unit) ?? 1);
  if (number === '' || !(seconds >= 1 && seconds <= 604_800)) {
    throw new InvalidArgumentError('It must be from 1s to 7d, such as 90s, 30m, 2h or 1d.');
  }
  return seconds;
}

/** 0 to 1 out of `0.05` or `5%`. @throws {InvalidArgumentError} which the command line tells */
export function parseShare(text: string): number {
  const [, number = '', percent = ''] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text.trim()) ?? [];
  const share = percent === '' ? Number(number) : Number(number) / 100;
  if (number === '' || !(share >= 0 && share <= 1)) {
    throw new InvalidArgumentError('It must be from 0 to 1, such as 0.05 or 5%.');
  }
  return share;
}
