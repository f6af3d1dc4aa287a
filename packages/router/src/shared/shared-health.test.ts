import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { seededRandom } from '@naru/kernel';
import { FakeClock, recordingLogger } from '@naru/kernel/testing';
import type { OutcomeClass } from '@naru/language-model';
import { HEALTHY } from '../health/health.ts';
import { noticeOf } from '../health/health-notice.ts';
import { healthSettingsOf } from '../health/health-settings.ts';
import { healthKeyOf, ProviderHealth } from '../health/provider-health.ts';
import { createMemorySharedState } from '../memory/memory-shared-state.ts';
import { aProvider } from '../testing/a-provider.ts';
import { unreliableState } from '../testing/unreliable-state.ts';
import { GuardedState } from './guarded-state.ts';
import { SharedHealth } from './shared-health.ts';

const PRIMARY = aProvider();
const SETTINGS = healthSettingsOf({ cooldownMs: 15_000 });

function setUp() {
  const clock = new FakeClock();
  const { state, setMode } = unreliableState(createMemorySharedState(clock));
  let started = 0;

  /** One of several processes, each with its own memory. */
  function instance() {
    started += 1;
    const guarded = new GuardedState({ state, clock, logger: recordingLogger(), onFailure: () => {} });
    const health = new ProviderHealth({
      clock,
      random: seededRandom(started),
      mayProbe: key => shared.mayProbe(key),
      onLearned: (provider, isTold) => shared.learned(provider, isTold),
    });
    health.configure([PRIMARY]);
    const shared = new SharedHealth({
      state: guarded,
      instanceId: `instance-${started}`,
      clock,
      health,
      settings: () => SETTINGS,
    });
    const admit = () => health.admit(PRIMARY, SETTINGS);
    const end = (outcome: OutcomeClass) => admit()?.ended({ outcome });
    return {
      shared,
      admit,
      end,
      health,
      signals: () => health.signalsOf([PRIMARY], SETTINGS).get('primary'),
      state: () => health.signalsOf([PRIMARY], SETTINGS).get('primary')?.health?.state ?? 'closed',
      open: () => ['server', 'server', 'server'].forEach(() => end('server')),
    };
  }
  return { clock, state, setMode, instance };
}

/** Longer than a circuit is open the first time. */
const OPEN_MS = 6_000;

describe('two instances that share their health (R-HLT-6)', () => {
  it('know at once what one of them has seen: cooling, and its end', async () => {
    const { instance, clock } = setUp();
    const [one, other] = [instance(), instance()];
    one.end('server');
    assert.equal(other.signals()?.coolingLeftMs, 15_000);
    await clock.advance(10_000);
    assert.equal(other.signals()?.coolingLeftMs, 5_000);
    other.end('ok');
    assert.deepEqual([one.state(), other.state()], ['closed', 'closed']);
  });

  it('do not dial a circuit that the other has opened', () => {
    const { instance } = setUp();
    const [one, other] = [instance(), instance()];
    one.open();
    assert.equal(other.state(), 'open');
    assert.equal(other.admit(), undefined);
  });

  it('send one probe between them, whoever comes first', async () => {
    const { instance, clock } = setUp();
    const all = [instance(), instance(), instance()];
    all[0]?.open();
    await clock.advance(OPEN_MS);
    const probes = all.flatMap(one => Array.from({ length: 300 }, () => one.admit()).filter(Boolean));
    assert.equal(probes.length, 1);
    probes[0]?.ended({ outcome: 'server' });
    assert.deepEqual(
      all.map(({ state }) => state()),
      ['open', 'open', 'open'],
    );
  });

  it('are all back once the probes of one have gone well', async () => {
    const { instance, clock } = setUp();
    const all = [instance(), instance()];
    all[0]?.open();
    await clock.advance(OPEN_MS);
    for (let probe = 0; probe < 2; probe += 1) all.forEach(({ end }) => end('ok'));
    assert.deepEqual(
      all.map(({ state }) => state()),
      ['closed', 'closed'],
    );
  });

  it('let the other probe when the one whose turn it was is gone', async () => {
    const { instance, clock } = setUp();
    const [one, other] = [instance(), instance()];
    one.open();
    await clock.advance(OPEN_MS);
    const [prober, waiting] = one.shared.mayProbe(healthKeyOf(PRIMARY)) ? [one, other] : [other, one];
    assert.equal(waiting.admit(), undefined);
    prober.shared.dispose();
    await clock.advance(17_000);
    assert.ok(waiting.admit());
  });

  it('tell one that starts later, less what has passed', async () => {
    const { instance, clock } = setUp();
    instance().end('server');
    await clock.advance(5_000);
    const late = instance();
    await clock.advance(0);
    assert.equal(late.signals()?.coolingLeftMs, 10_000);
  });

  it('do not send what they were told back and forth', async () => {
    const { instance, state, clock } = setUp();
    const heard: string[] = [];
    state.listen(({ origin }) => heard.push(origin));
    const all = [instance(), instance(), instance()];
    all[0]?.open();
    await clock.advance(1_000);
    assert.deepEqual([...new Set(heard)], ['instance-1']);
    assert.ok(heard.length <= 3, `${heard.length} messages`);
  });

  it('say nothing while all is well', async () => {
    const { instance, state, clock } = setUp();
    let heard = 0;
    state.listen(() => (heard += 1));
    const one = instance();
    for (let turn = 0; turn < 100; turn += 1) one.end('ok');
    await clock.advance(0);
    assert.deepEqual([heard, clock.pending], [0, 0]);
  });

  it('ignore what is no notice, whoever wrote it', async () => {
    const { instance, state } = setUp();
    const one = instance();
    const good = noticeOf(
      { ...HEALTHY, state: { name: 'open', untilMs: 9_000, probesNeeded: 2, cause: 'failures' } },
      0,
    );
    const broken = [
      '',
      'null',
      '[]',
      '{}',
      '"open"',
      ...Object.keys(good).map(field => JSON.stringify({ ...good, [field]: 'x' })),
    ];
    for (const value of broken) {
      await state.put({ topic: 'health', key: healthKeyOf(PRIMARY), value, origin: 'stranger' }, 1_000);
    }
    await state.put({ topic: 'health', key: 'nobody', value: JSON.stringify(good), origin: 'stranger' }, 1_000);
    await state.put({ topic: 'override', key: healthKeyOf(PRIMARY), value: JSON.stringify(good), origin: 'x' }, 1_000);
    assert.equal(one.state(), 'closed');
    await state.put({ topic: 'health', key: healthKeyOf(PRIMARY), value: JSON.stringify(good), origin: 'x' }, 1_000);
    assert.equal(one.state(), 'open');
  });

  it('leave no timer behind once disposed', async () => {
    const { instance, clock } = setUp();
    const [one, other] = [instance(), instance()];
    one.open();
    await clock.advance(OPEN_MS);
    one.shared.dispose();
    other.shared.dispose();
    await clock.advance(500);
    assert.equal(clock.pending, 0);
  });
});

describe('instances whose shared state is down (R-HLT-6)', () => {
  for (const mode of ['down', 'silent'] as const) {
    it(`go on alone when it is ${mode}: each opens, probes and closes for itself`, async () => {
      const { instance, clock, setMode } = setUp();
      const [one, other] = [instance(), instance()];
      setMode(mode);
      one.open();
      assert.deepEqual([one.state(), other.state()], ['open', 'closed']);
      other.open();
      await clock.advance(OPEN_MS + 500);
      for (const alone of [one, other]) {
        alone.end('ok');
        alone.end('ok');
        assert.equal(alone.state(), 'closed');
      }
    });
  }

  it('share again once it is back', async () => {
    const { instance, clock, setMode } = setUp();
    const [one, other] = [instance(), instance()];
    setMode('down');
    one.end('server');
    await clock.advance(20_000);
    setMode('up');
    other.end('server');
    assert.equal(one.signals()?.coolingLeftMs, 15_000);
  });
});
