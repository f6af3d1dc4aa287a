import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock } from './fake-clock.ts';

describe('FakeClock', () => {
  it('wakes sleepers in the order of their due time, each at its own instant', async () => {
    const clock = new FakeClock(1_000);
    const woken: string[] = [];
    void clock.sleep(20).then(() => woken.push(`late at ${clock.now()}`));
    clock.schedule(10, () => woken.push(`early at ${clock.now()}`));
    await clock.advance(30);
    assert.deepEqual(woken, ['early at 1010', 'late at 1020']);
    assert.equal(clock.now(), 1_030);
  });

  it('rejects an aborted sleep with the reason and forgets its timer', async () => {
    const clock = new FakeClock();
    const stop = new AbortController();
    const sleeping = clock.sleep(1_000, stop.signal);
    stop.abort(new Error('enough'));
    await assert.rejects(sleeping, /enough/);
    assert.equal(clock.pending, 0);
  });

  it('does not ring a cancelled timer', async () => {
    const clock = new FakeClock();
    let rang = false;
    clock.schedule(5, () => (rang = true)).cancel();
    await clock.advance(10);
    assert.equal(rang, false);
  });
});
