import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock, sequentialIds } from '@naru/kernel/testing';
import { collectStream } from '@naru/language-model';
import { aModelCall, fail, finish, say, scriptedModel, wait, type ScriptLine } from '@naru/language-model/testing';
import { AllProvidersFailedError } from './errors.ts';
import { createMemorySharedState } from './memory/memory-shared-state.ts';
import type { RouterSettings } from './router-settings.ts';
import { aRouter } from './testing/a-router.ts';
import type { RouterDeps } from './router.ts';

const GOOD: readonly ScriptLine[] = [say('안녕'), finish];
const BAD: readonly ScriptLine[] = [fail('server', { status: 503 })];
/** Longer than a circuit is open the first time. */
const OPEN_MS = 6_000;
const AT_ONCE: Partial<RouterSettings> = { cooldownMs: 0 };

interface Setup {
  readonly primary: readonly (readonly ScriptLine[])[];
  readonly fallback?: readonly (readonly ScriptLine[])[] | undefined;
  readonly settings?: Partial<RouterSettings>;
  readonly deps?: Partial<RouterDeps>;
  readonly clock?: FakeClock;
}

function setUp({ primary, fallback = [GOOD], settings = AT_ONCE, deps = {}, clock = new FakeClock() }: Setup) {
  const models = {
    primary: scriptedModel('a', primary, clock),
    ...(fallback.length > 0 && { fallback_1: scriptedModel('b', fallback, clock) }),
  };
  const made = aRouter({ models, clock, settings, deps });
  const turn = (policy = 'default') => collectStream(made.router.languageModel(policy).stream(aModelCall()));
  const explain = () => made.router.explain({ policy: 'default', mode: 'json' });
  const dialled = () => models.primary.calls.length;
  return { ...made, models, turn, explain, dialled };
}

describe('an open circuit', () => {
  it('is dropped from the chain, told as skipped, and not dialled', async () => {
    const { turn, explain, dialled, observer } = setUp({ primary: [BAD] });
    for (let time = 0; time < 10; time += 1) await turn();
    assert.equal(dialled(), 3);
    const { chain, reasonCode, candidates } = explain();
    assert.deepEqual([chain, reasonCode], [['fallback_1'], 'breaker']);
    assert.deepEqual(candidates[0]?.fate, { kind: 'dropped', stage: 'breaker', why: 'open' });
    assert.deepEqual(
      observer.of('provider-skipped').map(({ provider, reason }) => `${provider} ${reason}`),
      Array.from({ length: 7 }, () => 'primary breaker'),
    );
  });

  it('is dialled by one of 1,000 turns that come at once when it may be probed (R-HLT-5, trap 25)', async () => {
    const { turn, dialled, clock, models } = setUp({ primary: [BAD, BAD, BAD, [wait(1_000), ...GOOD]] });
    for (let time = 0; time < 3; time += 1) await turn();
    await clock.advance(OPEN_MS);
    const turns = Array.from({ length: 1_000 }, () => turn());
    await clock.advance(0);
    assert.deepEqual([dialled(), models.primary.running], [4, 1]);
    await clock.advance(1_000);
    const served = (await Promise.all(turns)).map(answer => answer.served?.provider);
    assert.equal(served.filter(provider => provider === 'primary').length, 1);
    assert.equal(served.filter(provider => provider === 'fallback_1').length, 999);
  });

  it('gets its probe back from a reader that left', async () => {
    const { router, turn, dialled, clock } = setUp({ primary: [BAD, BAD, BAD, [wait('forever')], GOOD] });
    for (let time = 0; time < 3; time += 1) await turn();
    await clock.advance(OPEN_MS);
    const reading = router.languageModel('default').stream(aModelCall())[Symbol.asyncIterator]();
    reading.next().catch(() => {});
    await clock.advance(100);
    await reading.return?.();
    await clock.advance(0);
    assert.equal((await turn()).served?.provider, 'primary');
    assert.equal(dialled(), 5);
  });

  it('is dialled all the same where an operator forces it', async () => {
    const { router, turn, entries, explain } = setUp({ primary: [BAD, BAD, BAD, GOOD] });
    for (let time = 0; time < 3; time += 1) await turn();
    router.reconfigure(entries, {
      policies: {},
      tenants: {},
      tiers: {},
      blocklist: [],
      ...AT_ONCE,
      cooldownMs: 0,
      breaker: { syntheticProbes: false },
      forced: 'primary',
    });
    assert.equal(explain().candidates[0]?.signals.health?.state, 'open');
    const { served } = await turn();
    assert.deepEqual([served?.provider, served?.isFallback, served?.reason], ['primary', false, 'forced']);
  });
});

describe('all circuits open', () => {
  it('let one turn through at a time, and refuse the others at once, saying when to come back', async () => {
    const { turn, dialled, clock } = setUp({ primary: [BAD, BAD, BAD, [wait(2_000), ...GOOD]], fallback: [] });
    for (let time = 0; time < 3; time += 1) await assert.rejects(turn());
    const turns = Array.from({ length: 50 }, () => turn());
    const settled = Promise.allSettled(turns);
    await clock.advance(2_000);
    const outcomes = await settled;
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
    assert.equal(dialled(), 4);
    const refusal = outcomes.find(({ status }) => status === 'rejected');
    assert.ok(refusal?.status === 'rejected' && refusal.reason instanceof AllProvidersFailedError);
    assert.deepEqual(refusal.reason.attempts, []);
    const waitMs = refusal.reason.retryAfterMs ?? 0;
    assert.ok(waitMs > 4_000 && waitMs < 6_000, `${waitMs}`);
  });

  it('let a tenth of what is usual through', async () => {
    const slow: readonly ScriptLine[] = [wait(1_000), ...GOOD];
    const usual = Array.from({ length: 400 }, () => slow);
    const { turn, dialled, clock } = setUp({ primary: [...usual, BAD, BAD, BAD, BAD, BAD, slow], fallback: [] });
    for (let wave = 0; wave < 4; wave += 1) {
      const turns = Array.from({ length: 100 }, () => turn());
      await clock.advance(1_000);
      await Promise.all(turns);
    }
    for (let time = 0; time < 5; time += 1) await assert.rejects(turn());
    const before = dialled();
    const settled = Promise.allSettled(Array.from({ length: 200 }, () => turn()));
    await clock.advance(0);
    const admitted = dialled() - before;
    assert.ok(admitted >= 5 && admitted <= 10, `${admitted} of 200`);
    await clock.advance(1_000);
    await settled;
  });
});

describe('a cooling that is over', () => {
  it('is tried by one of many turns, and the others wait for nobody', async () => {
    const { turn, dialled, clock } = setUp({
      primary: [BAD, [wait(1_000), ...GOOD], GOOD],
      settings: { cooldownMs: 15_000 },
    });
    await turn();
    await clock.advance(15_000);
    const turns = Array.from({ length: 100 }, () => turn());
    await clock.advance(0);
    assert.equal(dialled(), 2);
    await clock.advance(1_000);
    await Promise.all(turns);
    assert.equal((await turn()).served?.provider, 'primary');
  });

  it('is tried by others too where the next provider fails them', async () => {
    const slow: readonly ScriptLine[] = [wait(1_000), ...GOOD];
    const { turn, dialled, clock } = setUp({
      primary: [BAD, slow],
      fallback: [GOOD, BAD],
      settings: { cooldownMs: 15_000 },
    });
    await turn();
    await clock.advance(15_000);
    const turns = [turn(), turn(), turn()];
    await clock.advance(1_000);
    const served = (await Promise.all(turns)).map(answer => answer.served?.provider);
    assert.deepEqual([served, dialled()], [['primary', 'primary', 'primary'], 4]);
  });
});

describe('explaining', () => {
  it('a thousand times leaves the hash of the health equal, in every state (R-DEC-4, trap 27)', async () => {
    const script = [BAD, BAD, BAD, GOOD, GOOD, GOOD, BAD];
    const { router, turn, explain, clock } = setUp({ primary: script, settings: { cooldownMs: 1_000 } });
    const hashes = new Set<string>();
    for (let step = 0; step < 12; step += 1) {
      const before = router.healthHash();
      for (let time = 0; time < 1_000; time += 1) explain();
      assert.equal(router.healthHash(), before);
      hashes.add(before);
      await turn();
      await clock.advance(2_500);
    }
    assert.ok(hashes.size >= 10, 'what was learned changes it');
  });
});

describe('500 faults of callers', () => {
  it('leave the score and the state as they were (R-HLT-3, trap 17)', async () => {
    const faults = ['bad_request', 'content_filter', 'context_length'] as const;
    const script = Array.from({ length: 500 }, (_, index) => [fail(faults[index % 3] ?? 'bad_request')]);
    const { turn, explain, router } = setUp({ primary: [GOOD, ...script], fallback: [] });
    await turn();
    const { score, samples, state } = explain().candidates[0]?.signals.health ?? {};
    const before = router.healthHash();
    for (let time = 0; time < 500; time += 1) await assert.rejects(turn());
    const after = explain().candidates[0]?.signals;
    assert.deepEqual([after?.health?.score, after?.health?.samples, after?.health?.state], [score, samples, state]);
    assert.deepEqual([score, samples, after?.consecutiveFailures], [1, 1, 0]);
    assert.equal(router.healthHash(), before);
  });
});

describe('two routers over one shared state (R-HLT-6, trap 28)', () => {
  it('do not ask what the other has found dead, and leave nothing behind when disposed', async () => {
    const clock = new FakeClock();
    const deps = { sharedState: createMemorySharedState(clock), ids: sequentialIds() };
    const one = setUp({ primary: [BAD], clock, deps });
    const other = setUp({ primary: [GOOD], clock, deps });
    for (let time = 0; time < 3; time += 1) await one.turn();
    await clock.advance(0);
    assert.equal((await other.turn()).served?.provider, 'fallback_1');
    assert.equal(other.dialled(), 0);
    one.router.dispose();
    other.router.dispose();
    await clock.advance(500);
    assert.equal(clock.pending, 0);
  });
});
