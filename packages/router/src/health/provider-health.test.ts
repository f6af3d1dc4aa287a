import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock } from '@naru/kernel/testing';
import { aProvider } from '../testing/a-provider.ts';
import { healthSettingsOf } from './health-settings.ts';
import { ProviderHealth } from './provider-health.ts';

const PRIMARY = aProvider();
const SETTINGS = healthSettingsOf({ cooldownMs: 15_000 });

function setUp() {
  const clock = new FakeClock();
  const changes: string[] = [];
  const health = new ProviderHealth({
    clock,
    onChange: ({ provider, from, to }) => changes.push(`${provider.alias}: ${from} -> ${to}`),
  });
  health.configure([PRIMARY]);
  const signals = () => health.signalsOf([PRIMARY], SETTINGS).get('primary');
  return { clock, health, changes, signals };
}

describe('ProviderHealth', () => {
  it('hears the end of an admitted attempt once', () => {
    const { health, signals } = setUp();
    const admission = health.admit(PRIMARY, healthSettingsOf({ cooldownMs: 0 }));
    admission?.ended({ outcome: 'server' });
    admission?.ended({ outcome: 'network' });
    assert.equal(signals()?.consecutiveFailures, 1);
  });

  it('gives signals with their age, and does not change by being asked', async () => {
    const { health, signals, clock, changes } = setUp();
    assert.deepEqual(signals(), { coolingLeftMs: 0, consecutiveFailures: 0 });
    health.admit(PRIMARY, SETTINGS)?.ended({ outcome: 'timeout_idle' });
    await clock.advance(20_000);
    for (let time = 0; time < 3; time += 1) {
      const { health: _health, ...rest } = signals() ?? {};
      assert.deepEqual(rest, { coolingLeftMs: 0, consecutiveFailures: 1, lastOutcomeAgeMs: 20_000 });
    }
    assert.deepEqual(changes, ['primary: closed -> cooling']);
  });

  it('takes a provider whose endpoint changed for another one', () => {
    const { health } = setUp();
    const moved = { ...PRIMARY, url: 'https://elsewhere.example' };
    health.admit(PRIMARY, SETTINGS)?.ended({ outcome: 'server' });
    health.configure([moved]);
    assert.equal(health.signalsOf([moved], SETTINGS).get('primary')?.coolingLeftMs, 0);
  });

  it('is not moved by the late end of an attempt at a provider that is gone', () => {
    const { health, changes } = setUp();
    const admission = health.admit(PRIMARY, SETTINGS);
    health.configure([aProvider({ alias: 'other' })]);
    admission?.ended({ outcome: 'server' });
    assert.deepEqual(changes, []);
  });
});
