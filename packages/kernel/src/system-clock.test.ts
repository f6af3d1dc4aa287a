import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { systemClock } from './system-clock.ts';

describe('systemClock', () => {
  it('rejects a sleep with the very reason of the abort', async () => {
    const stop = new AbortController();
    const reason = new Error('stop');
    const sleeping = systemClock.sleep(60_000, stop.signal);
    stop.abort(reason);
    await assert.rejects(sleeping, error => error === reason);
  });

  it('runs a scheduled callback, and not a cancelled one', async () => {
    const rang: string[] = [];
    const kept = Promise.withResolvers<void>();
    systemClock.schedule(1, () => rang.push('cancelled')).cancel();
    systemClock.schedule(2, () => {
      rang.push('kept');
      kept.resolve();
    });
    await Promise.all([kept.promise, systemClock.sleep(10)]);
    assert.deepEqual(rang, ['kept']);
  });
});
