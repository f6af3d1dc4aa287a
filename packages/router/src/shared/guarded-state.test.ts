import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock, recordingLogger } from '@naru/kernel/testing';
import { createMemorySharedState } from '../memory/memory-shared-state.ts';
import { unreliableState } from '../testing/unreliable-state.ts';
import { GuardedState } from './guarded-state.ts';

const ENTRY = { topic: 'health', key: 'primary', value: '{}', origin: 'one' } as const;

function setUp() {
  const clock = new FakeClock();
  const logger = recordingLogger();
  const failures: string[] = [];
  const { state, setMode } = unreliableState(createMemorySharedState(clock));
  const guarded = new GuardedState({ state, clock, logger, onFailure: operation => failures.push(operation) });
  return { clock, logger, failures, setMode, guarded };
}

describe('a shared state that is down (R-HLT-6)', () => {
  it('throws nothing: each call says that it did not work', async () => {
    const { guarded, setMode, failures } = setUp();
    setMode('down');
    assert.equal(await guarded.put(ENTRY, 1_000), false);
    assert.equal(await guarded.remove(ENTRY), false);
    assert.equal(await guarded.entries('health'), undefined);
    assert.equal(await guarded.acquire('probe', 'one', 1_000), undefined);
    await guarded.release('probe', 'one');
    guarded.listen(() => {})();
    assert.deepEqual(failures, ['put', 'remove', 'entries', 'acquire', 'release', 'listen']);
  });

  it('is waited for half a second, and leaves no timer', async () => {
    const { guarded, setMode, clock, failures } = setUp();
    setMode('silent');
    const asked = guarded.acquire('probe', 'one', 1_000);
    await clock.advance(499);
    assert.deepEqual(failures, []);
    await clock.advance(1);
    assert.equal(await asked, undefined);
    assert.deepEqual([failures, clock.pending], [['acquire'], 0]);
  });

  it('is counted each time and logged once a minute, with the number', async () => {
    const { guarded, setMode, clock, failures, logger } = setUp();
    setMode('down');
    for (let second = 0; second < 61; second += 1) {
      await guarded.put(ENTRY, 1_000);
      await clock.advance(1_000);
    }
    assert.equal(failures.length, 61);
    assert.deepEqual(
      logger.entries.map(({ level, fields }) => [level, fields['failures']]),
      [
        ['warn', 1],
        ['warn', 60],
      ],
    );
  });

  it('works again as soon as it is back', async () => {
    const { guarded, setMode, clock } = setUp();
    setMode('down');
    await guarded.put(ENTRY, 1_000);
    setMode('up');
    assert.equal(await guarded.put(ENTRY, 1_000), true);
    assert.deepEqual((await guarded.entries('health'))?.length, 1);
    assert.equal(await guarded.acquire('probe', 'one', 1_000), true);
    assert.equal(await guarded.acquire('probe', 'two', 1_000), false);
    assert.equal(clock.pending, 0);
  });

  it('survives a listener that throws', async () => {
    const { guarded, failures } = setUp();
    let heard = 0;
    guarded.listen(() => {
      heard += 1;
      throw new Error('broken');
    });
    await guarded.put(ENTRY, 1_000);
    await guarded.put(ENTRY, 1_000);
    assert.deepEqual([heard, failures], [2, ['listen', 'listen']]);
  });
});
