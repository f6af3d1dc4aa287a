import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock, settle } from '@naru/kernel/testing';
import { collectStream, type LanguageModel } from '@naru/language-model';
import { aModelCall, fail, finish, say, scriptedModel, type ScriptLine } from '@naru/language-model/testing';
import { createMemoryOverrideStore } from '../memory/memory-override-store.ts';
import type { OverrideAct } from '../overrides/override.ts';
import type { RouterSettings } from '../router-settings.ts';
import { aRouter } from '../testing/a-router.ts';

const GOOD: readonly ScriptLine[] = [say('안녕'), finish];
const good = (id: string) => scriptedModel(id, [GOOD]);
const QUESTION = { policy: 'default', mode: 'stream' } as const;

function setUp(settings: Partial<RouterSettings> = {}, models: Readonly<Record<string, LanguageModel>> = {}) {
  const overrideStore = createMemoryOverrideStore();
  const made = aRouter({
    models: { primary: good('a'), fallback_1: good('b'), fallback_2: good('c'), ...models },
    settings,
    deps: { overrideStore },
  });
  const { router } = made;
  const put = (act: OverrideAct, ttlMs = 60_000) => router.overrides.put({ act, ttlMs, reason: '점검' }, '운영자');
  const ask = async (sessionId?: string) => {
    const labels = { requestId: 'r', traceId: 't', ...(sessionId !== undefined && { sessionId }) };
    return (await collectStream(router.languageModel('default').stream(aModelCall({ labels })))).served?.provider;
  };
  return { ...made, overrideStore, put, ask };
}

describe('operators (R-OPS-1)', () => {
  it('steer the very next call, and what they wanted ends with its time', async () => {
    const { put, ask, clock, observer } = setUp();
    put({ kind: 'force', provider: 'fallback_1' });
    assert.equal(await ask(), 'fallback_1');
    assert.equal(observer.of('decided')[0]?.decision.reasonCode, 'forced');
    await clock.advance(60_000);
    assert.equal(await ask(), 'primary');
    assert.deepEqual(
      observer.of('override-changed').map(({ action }) => action),
      ['made', 'expired'],
    );
  });

  it('block, and shadow what the settings force and block', async () => {
    const { put, router, ask } = setUp({ forced: 'fallback_2', blocklist: ['primary'] });
    assert.equal(await ask(), 'fallback_2');
    put({ kind: 'force', provider: 'none' });
    put({ kind: 'block', provider: 'none' });
    put({ kind: 'block', provider: 'fallback_1' });
    assert.deepEqual(router.explain(QUESTION).chain, ['primary', 'fallback_2']);
  });

  it('drain a provider from new conversations', async () => {
    const { put, ask } = setUp();
    assert.equal(await ask('old'), 'primary');
    put({ kind: 'drain', provider: 'primary' });
    assert.equal(await ask('new'), 'fallback_1');
    assert.equal(await ask('old'), 'primary');
    assert.equal(await ask(), 'fallback_1');
  });

  it('are obeyed over a reload, and over a restart', async () => {
    const { put, router, entries, overrideStore } = setUp();
    put({ kind: 'force', provider: 'fallback_1' });
    router.reconfigure(entries, { policies: {}, tenants: {}, tiers: {}, blocklist: [], cooldownMs: 0 });
    assert.equal(router.explain(QUESTION).chain[0], 'fallback_1');
    await settle();
    const { router: next } = aRouter({
      models: { primary: good('a'), fallback_1: good('b') },
      deps: { overrideStore },
    });
    assert.equal(next.explain(QUESTION).chain[0], 'primary');
    await next.open();
    assert.equal(next.explain(QUESTION).chain[0], 'fallback_1');
    await next.close();
  });

  it('leave no timer behind when the router closes', async () => {
    const { put, router, clock } = setUp();
    put({ kind: 'force', provider: 'fallback_1' });
    await router.close();
    assert.equal(clock.pending, 0);
  });
});

describe('a conversation', () => {
  it('stays where it was where that is wished, and comes back to the first once it is new (trap 42)', async () => {
    const clock = new FakeClock();
    const settings = { stickiness: { enabled: true }, cooldownMs: 1_000 };
    const primary = scriptedModel('a', [[fail('server')], GOOD]);
    const { router } = aRouter({ models: { primary, fallback_1: good('b') }, settings, clock });
    const ask = async (sessionId: string) => {
      const call = aModelCall({ labels: { requestId: 'r', traceId: 't', sessionId } });
      return (await collectStream(router.languageModel('default').stream(call))).served?.provider;
    };
    assert.equal(await ask('one'), 'fallback_1');
    await clock.advance(400_000);
    assert.equal(await ask('one'), 'fallback_1', 'it keeps who knows it');
    assert.equal(await ask('two'), 'primary', 'others go back at once');
    await clock.advance(30 * 60_000);
    assert.equal(await ask('one'), 'primary', 'and so does it, after a pause');
  });
});

describe('signals of quality (S-QLT-1)', () => {
  it('decide by intent who is first, and whom nobody wants to hear', () => {
    const { router } = setUp({ cost: { steering: true, lowCostProvider: 'primary' } });
    for (let index = 0; index < 20; index += 1) {
      router.observeQuality({ provider: 'primary', intent: 'REFUND', kind: 'groundedness', value: 0.25 });
      router.observeQuality({ provider: 'fallback_1', intent: 'REFUND', kind: 'groundedness', value: 0.8 });
    }
    const refund = router.explain({ ...QUESTION, intent: 'REFUND' });
    assert.deepEqual([refund.chain[0], refund.reasonCode], ['fallback_2', 'quality_floor']);
    assert.equal(refund.candidates[0]?.signals.quality?.weight, 0.25);
    assert.equal(router.explain({ ...QUESTION, intent: 'ORDER' }).chain[0], 'primary');
  });
});

describe('a canary', () => {
  it('that fails is seen first by no conversation any more, until an operator says otherwise', async () => {
    const settings: Partial<RouterSettings> = {
      canary: { provider: 'fallback_2', share: 0.5, abort: { minSamples: 10 } },
      cooldownMs: 0,
      health: { routingEnabled: false },
    };
    let calls = 0;
    const faulty: LanguageModel = {
      id: 'c',
      stream: call => scriptedModel('c', [(calls += 1) % 3 === 0 ? [fail('server')] : GOOD]).stream(call),
    };
    const { router, observer, ask, put } = setUp(settings, { fallback_2: faulty });
    for (let index = 0; index < 200 && observer.of('canary-aborted').length === 0; index += 1) {
      await ask(`session-${index}`);
    }
    assert.deepEqual(observer.of('canary-aborted'), [
      { type: 'canary-aborted', provider: 'fallback_2', reason: 'errors' },
    ]);
    assert.equal((await router.standing()).canary?.state, 'aborted');
    const firsts = (): readonly (string | undefined)[] =>
      Array.from({ length: 50 }, (_, index) => router.explain({ ...QUESTION, sessionId: `${index}` }).chain[0]);
    assert.ok(!firsts().includes('fallback_2'));
    put({ kind: 'canary', enabled: true });
    assert.equal((await router.standing()).canary?.state, 'running');
    const notes = router.explain({ ...QUESTION, sessionId: 's' }).notes;
    assert.notEqual(notes.find(({ stage }) => stage === 'canary')?.code, 'aborted');
  });
});

describe('explaining', () => {
  it('a thousand times changes nothing (R-DEC-4, trap 27)', async () => {
    const { router, ask, put, observer, clock } = setUp({ canary: { provider: 'fallback_2', share: 0.5 } });
    await ask('one');
    put({ kind: 'drain', provider: 'fallback_1' });
    router.observeQuality({ provider: 'primary', intent: 'REFUND', kind: 'resolution', value: 0.5 });
    const { standing } = router;
    const state = async () => JSON.stringify([router.healthHash(), await standing(), router.overrides.list()]);
    const before = await state();
    const [events, timers] = [observer.events.length, clock.pending];
    const first = router.explain({ ...QUESTION, sessionId: 'one', intent: 'REFUND' });
    for (let index = 0; index < 1_000; index += 1) {
      const { id: _id, ...same } = router.explain({ ...QUESTION, sessionId: 'one', intent: 'REFUND' });
      const { id: _firstId, ...expected } = first;
      if (index % 100 === 0) assert.deepEqual(same, expected);
    }
    assert.equal(await state(), before);
    assert.deepEqual([observer.events.length, clock.pending], [events, timers]);
  });
});
