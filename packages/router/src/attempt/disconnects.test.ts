import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { describe, it } from 'node:test';
import { seededRandom } from '@naru/kernel';
import { settle } from '@naru/kernel/testing';
import { FakeClock } from '@naru/kernel/testing';
import { aModelCall, fail, finish, say, scriptedModel, wait, type ScriptLine } from '@naru/language-model/testing';
import { aRouter } from '../testing/a-router.ts';

const READERS = 1_000;
/** What may be under way when a reader leaves. */
const WAITS: readonly (readonly ScriptLine[])[] = [
  [wait('forever')],
  [say('하나 '), wait('forever')],
  [fail('server', { status: 500 })],
  [say('하나 '), say('둘'), finish],
];

describe(`${READERS} readers that leave at any moment (R-FO-5, trap 15)`, () => {
  it('leave no timer, no listener on their signal and no attempt without an end', async () => {
    const random = seededRandom(5);
    const clock = new FakeClock();
    const { router, observer } = aRouter({
      models: {
        primary: scriptedModel('a', WAITS, clock),
        fallback_1: scriptedModel('b', [[say('셋 '), wait('forever')]], clock),
      },
      clock,
      settings: { cooldownMs: 0, breaker: { enabled: false } },
    });
    const before = router.healthHash();
    const listening: number[] = [];
    for (let reader = 0; reader < READERS; reader += 1) {
      const stop = new AbortController();
      const stream = router.languageModel('default').stream(aModelCall({ signal: stop.signal }));
      const parts = stream[Symbol.asyncIterator]();
      const reading = parts.next().catch(() => undefined);
      const way = random();
      if (way < 0.9) await settle();
      if (way < 0.3) await parts.return?.();
      else stop.abort();
      await reading;
      await parts.return?.();
      listening.push(getEventListeners(stop.signal, 'abort').length);
    }
    await settle();
    assert.equal(clock.pending, 0, 'timers');
    assert.deepEqual(
      listening.filter(count => count > 0),
      [],
    );
    assert.equal(observer.of('attempt-started').length, observer.of('attempt-ended').length);
    assert.ok(observer.of('attempt-ended').length > READERS / 2, 'somebody was asked at all');
    assert.notEqual(router.healthHash(), before, 'failures of providers are remembered');
  });

  it('leave health as it was, where nothing but readers failed', async () => {
    const clock = new FakeClock();
    const { router, observer } = aRouter({
      models: { primary: scriptedModel('a', [[wait('forever')]], clock) },
      clock,
    });
    const before = router.healthHash();
    for (let reader = 0; reader < READERS; reader += 1) {
      const stop = new AbortController();
      const parts = router
        .languageModel('default')
        .stream(aModelCall({ signal: stop.signal }))
        [Symbol.asyncIterator]();
      const reading = parts.next().catch(() => undefined);
      await settle();
      stop.abort();
      await reading;
    }
    assert.equal(observer.of('attempt-ended').length, READERS);
    assert.equal(router.healthHash(), before);
    assert.equal(clock.pending, 0);
  });
});
