import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { OutageWatch } from './outage-watch.ts';

const OUTAGES = [
  { fromMs: 100, untilMs: 200 },
  { fromMs: 500, untilMs: 600 },
];

describe('OutageWatch', () => {
  it('counts the attempts within an outage, and tells of the one that cost most', () => {
    const watch = new OutageWatch(OUTAGES);
    for (const atMs of [99, 100, 150, 199, 200, 550]) watch.attemptStarted(atMs);
    assert.equal(watch.findings().attempts, 3);
  });

  it('measures from the end of an outage to the first answer of an attempt that began after it', () => {
    const watch = new OutageWatch(OUTAGES);
    for (const startedAtMs of [50, 90, 230, 240, 610]) watch.answered(startedAtMs);
    assert.deepEqual(watch.findings(), { backMs: 30, neverBack: 0, attempts: 0 });
  });

  it('knows what did not come back before the next outage, or at all', () => {
    const watch = new OutageWatch(OUTAGES);
    watch.answered(510);
    assert.equal(watch.findings().neverBack, 2);
    watch.answered(620);
    assert.deepEqual(watch.findings(), { backMs: 20, neverBack: 1, attempts: 0 });
  });

  it('has nothing to say where there was none', () => {
    assert.deepEqual(new OutageWatch([]).findings(), { backMs: undefined, neverBack: 0, attempts: 0 });
  });
});
