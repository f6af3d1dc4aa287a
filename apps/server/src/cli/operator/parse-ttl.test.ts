import assert from 'node:assert/strict';
import { it } from 'node:test';
import { parseShare, parseTtl } from './parse-ttl.ts';

it('reads times as people write them, and refuses what is none', () => {
  assert.deepEqual(['90', '90s', '30m', '2h', '1d', '1.5h'].map(parseTtl), [90, 90, 1_800, 7_200, 86_400, 5_400]);
  for (const text of ['', '0', '8d', '-5m', '5 weeks', '1e3']) assert.throws(() => parseTtl(text), /1s to 7d/, text);
});

it('reads shares as parts or percent, and refuses what is none', () => {
  assert.deepEqual(['0', '0.05', '5%', '1', '100%'].map(parseShare), [0, 0.05, 0.05, 1, 1]);
  for (const text of ['', '2', '101%', '-1', 'half']) assert.throws(() => parseShare(text), /0 to 1/, text);
});
