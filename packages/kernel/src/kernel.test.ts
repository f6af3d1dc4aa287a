import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fullJitterMs } from './backoff.ts';
import { Deadline } from './deadline.ts';
import { createSystemIds, timeOrderedId } from './ids.ts';
import { seededRandom } from './random.ts';
import { sha256Hex } from './sha256-hex.ts';
import { FakeClock } from './testing/fake-clock.ts';

describe('ids', () => {
  it('are 32 hex digits and never repeat, also across blocks of randomness', () => {
    const ids = createSystemIds();
    const made = new Set(Array.from({ length: 2_000 }, () => ids.newId()));
    assert.equal(made.size, 2_000);
    for (const id of made) assert.match(id, /^[0-9a-f]{32}$/);
  });
});

describe('timeOrderedId', () => {
  it('is as long as any id, sorts by time, and differs within one instant', () => {
    const ids = createSystemIds();
    const [early, late, same] = [timeOrderedId(1_000, ids), timeOrderedId(1_001, ids), timeOrderedId(1_000, ids)];
    assert.match(early, /^[0-9a-f]{32}$/);
    assert.ok(early < late);
    assert.notEqual(early, same);
  });
});

describe('seededRandom', () => {
  it('repeats itself for a seed and spreads evenly', () => {
    assert.equal(seededRandom(7)(), seededRandom(7)());
    const random = seededRandom(1);
    const mean = Array.from({ length: 10_000 }, random).reduce((sum, value) => sum + value, 0) / 10_000;
    assert.ok(Math.abs(mean - 0.5) < 0.02, `mean ${mean}`);
  });
});

describe('fullJitterMs', () => {
  it('doubles its bound with each repeat, up to the cap', () => {
    const limits = { firstMs: 100, maxMs: 350 };
    const almostOne = () => 0.999_999;
    assert.deepEqual(
      [0, 1, 2, 9].map(repeat => Math.round(fullJitterMs(repeat, limits, almostOne))),
      [100, 200, 350, 350],
    );
  });
});

describe('Deadline', () => {
  it('counts down to zero and not below', async () => {
    const clock = new FakeClock();
    const deadline = new Deadline(clock, 100);
    await clock.advance(40);
    assert.equal(deadline.remainingMs, 60);
    await clock.advance(100);
    assert.equal(deadline.remainingMs, 0);
    assert.equal(deadline.isOver, true);
  });
});

describe('sha256Hex', () => {
  it('hashes UTF-8 bytes', () => {
    assert.equal(sha256Hex('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});
