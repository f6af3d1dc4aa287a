import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseInstant } from './parse-instant.ts';

const NOW_MS = Date.UTC(2026, 10, 20, 12);

describe('an instant on the command line', () => {
  for (const [text, atMs] of [
    ['30m', NOW_MS - 1_800_000],
    ['6h', NOW_MS - 21_600_000],
    ['7d', NOW_MS - 7 * 86_400_000],
    [' 1d ', NOW_MS - 86_400_000],
    ['2026-11-20', Date.UTC(2026, 10, 19, 15)],
    ['2026-11-20T09:00:00+09:00', Date.UTC(2026, 10, 20)],
    ['2026-11-20T00:00Z', Date.UTC(2026, 10, 20)],
  ] as const) {
    it(`is read from ${text}`, () => assert.equal(parseInstant(text, NOW_MS), atMs));
  }

  for (const text of ['', 'yesterday', '7', '-1d', '7w', '2026-13-01', '2026-11-20T09:00:00', '9999999d', '1e3d']) {
    it(`is not read from "${text}": what would be is said`, () => {
      assert.throws(() => parseInstant(text, NOW_MS), /30m, 6h, 7d, 2026-11-20/);
    });
  }
});
