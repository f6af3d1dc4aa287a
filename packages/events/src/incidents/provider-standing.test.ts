import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock, sequentialIds } from '@naru/kernel/testing';
import type { WideEvent } from '../event/wide-event.ts';
import { AN_INSTANT_MS, anEvent } from '../testing/an-event.ts';
import { DEFAULT_INCIDENT_RULES } from './default-rules.ts';
import { IncidentWatch } from './incident-watch.ts';

const RULES = DEFAULT_INCIDENT_RULES.filter(({ name }) => name === 'provider-outage');
const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

function setUp() {
  const clock = new FakeClock(AN_INSTANT_MS);
  const watch = new IncidentWatch({ rules: RULES, clock, ids: sequentialIds() });
  let sequence = 0;
  function see(overrides: Partial<WideEvent>): void {
    watch.observe(anEvent({ sequence: (sequence += 1), atMs: clock.now(), ...overrides }));
  }
  /** The router tells that the circuit of `primary` has changed. */
  const circuit = (to: string, overrides: Partial<WideEvent> = {}): void =>
    see({
      kind: 'health',
      provider: 'primary',
      fields: { 'router.health_to': to },
      ...(to === 'open' && { outcome: 'failed', error: { code: 'PROVIDER_CIRCUIT_OPEN', class: 'health' } }),
      ...overrides,
    });
  const state = (): string | undefined => {
    watch.look();
    return watch.incidents.at(-1)?.state.name;
  };
  return { clock, watch, see, circuit, state };
}

describe('an outage of a provider (E-INC-1)', () => {
  it('is an open circuit of a provider that has not answered for half a minute, without a single request', async () => {
    const { clock, circuit, state } = setUp();
    circuit('cooling');
    await clock.advance(10 * SECOND_MS);
    circuit('open');
    await clock.advance(19 * SECOND_MS);
    assert.equal(state(), undefined);
    await clock.advance(SECOND_MS);
    assert.equal(state(), 'open');
  });

  it('is none while a provider only cools, however long', async () => {
    const { clock, circuit, state } = setUp();
    circuit('cooling');
    await clock.advance(5 * MINUTE_MS);
    assert.equal(state(), undefined);
  });

  it('is none when the circuit closes in time', async () => {
    const { clock, circuit, state } = setUp();
    circuit('open');
    await clock.advance(29 * SECOND_MS);
    circuit('closed');
    await clock.advance(MINUTE_MS);
    assert.equal(state(), undefined);
  });

  it('lasts while the circuit is open, and ends five minutes after the provider is back, whatever fails now and then', async () => {
    const { clock, circuit, see, state } = setUp();
    circuit('open');
    for (let minute = 0; minute < 30; minute += 1) {
      await clock.advance(MINUTE_MS);
      circuit('half_open');
      circuit('open');
      assert.equal(state(), 'open', `minute ${minute}`);
    }
    circuit('half_open');
    circuit('ramping');
    for (let second = 0; second < 299; second += 13) {
      see({ kind: 'model-attempt', provider: 'primary', outcome: 'failed', error: { code: 'X', class: 'server' } });
      assert.equal(state(), 'open');
      await clock.advance(13 * SECOND_MS);
    }
    await clock.advance(SECOND_MS);
    assert.equal(state(), 'resolved');
  });

  it('is one as long as any process has its circuit open', async () => {
    const { clock, circuit, state } = setUp();
    circuit('open', { producer: '00000001' });
    circuit('open', { producer: '00000002' });
    await clock.advance(MINUTE_MS);
    circuit('closed', { producer: '00000001' });
    assert.equal(state(), 'open');
    await clock.advance(5 * MINUTE_MS - SECOND_MS);
    assert.equal(state(), 'open');
  });

  it('of a process that has died ends by itself', async () => {
    const { clock, circuit, state } = setUp();
    circuit('open');
    await clock.advance(MINUTE_MS);
    assert.equal(state(), 'open');
    for (let minute = 0; minute < 12; minute += 1) {
      await clock.advance(MINUTE_MS);
      state();
    }
    assert.equal(state(), 'resolved');
  });

  it('goes by the latest word, in whatever order words come and however late', async () => {
    const { clock, circuit, state } = setUp();
    await clock.advance(10 * MINUTE_MS);
    circuit('closed');
    circuit('open', { atMs: clock.now() - SECOND_MS });
    await clock.advance(MINUTE_MS);
    assert.equal(state(), undefined);
    circuit('open');
    const closedAtMs = clock.now() + 10 * SECOND_MS;
    await clock.advance(4 * MINUTE_MS);
    assert.equal(state(), 'open');
    circuit('closed', { atMs: closedAtMs });
    await clock.advance(5 * MINUTE_MS);
    assert.equal(state(), 'resolved');
  });

  it('counts the requests of the outage, and none of the failures before', async () => {
    const { clock, watch, circuit, see, state } = setUp();
    const left = { kind: 'decision', decision: { id: 'd', reason: 'breaker', passedOver: ['primary'] } } as const;
    see(left);
    state();
    circuit('cooling');
    for (let request = 0; request < 3; request += 1) see({ ...left, fields: { 'router.answered_by': 'backup' } });
    circuit('open');
    await clock.advance(30 * SECOND_MS);
    assert.equal(state(), 'open');
    assert.equal(watch.incidents[0]?.affected, 3);
    assert.match(
      watch.incidents[0]?.summary ?? '',
      /3건은 다른 제공자\(backup\)가 대신 답했고, 답을 못 받은 요청은 없습니다/,
    );
    assert.match(watch.incidents[0]?.summary ?? '', /primary에는 고객 요청을 보내지 않고/);
  });
});
