import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { measurePaired } from './paired.ts';

const GOOD = { failures: [] };

describe('measurePaired', () => {
  it('measures a void window again and counts it', async () => {
    const subject = [GOOD, { failures: ['reset'] }, GOOD, GOOD];
    const { pairs, voidWindows } = await measurePaired(2, {
      control: async () => GOOD,
      subject: async () => subject.shift() ?? GOOD,
    });
    assert.equal(pairs.length, 2);
    assert.equal(voidWindows, 1);
  });

  it('gives up with the reason when windows keep failing', async () => {
    const broken = measurePaired(2, { control: async () => GOOD, subject: async () => ({ failures: ['status 500'] }) });
    await assert.rejects(broken, /subject: status 500/);
  });
});
