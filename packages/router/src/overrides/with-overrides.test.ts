import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { configureRouting } from '../decision/configuration.ts';
import type { RouterSettings } from '../router-settings.ts';
import { THREE_PROVIDERS } from '../testing/a-stage-run.ts';
import { routerSettings } from '../testing/router-settings.ts';
import type { OverrideAct } from './override.ts';
import { withOverrides } from './with-overrides.ts';

function controlsOf(settings: Partial<RouterSettings>, ...acts: readonly OverrideAct[]) {
  const configuration = configureRouting(THREE_PROVIDERS, routerSettings(settings));
  const overrides = acts.map((act, index) => ({ id: `override-${index}`, act }));
  return withOverrides(configuration, overrides).controls;
}

describe('overrides (R-OPS-1)', () => {
  it('change nothing where there are none', () => {
    const configuration = configureRouting(THREE_PROVIDERS, routerSettings());
    assert.equal(withOverrides(configuration, []), configuration);
  });

  it('force instead of what the settings force, and by none nobody', () => {
    assert.deepEqual(controlsOf({ forced: 'primary' }, { kind: 'force', provider: 'fallback_1' }).forced, {
      alias: 'fallback_1',
    });
    assert.equal(controlsOf({ forced: 'primary' }, { kind: 'force', provider: 'none' }).forced, undefined);
    assert.equal(controlsOf({}, { kind: 'force', provider: 'gone' }).forced, 'unknown');
  });

  it('block besides what the settings block, by alias or URL; none shadows the settings alone', () => {
    const settings = { blocklist: ['primary'] };
    const block: OverrideAct = { kind: 'block', provider: 'https://fallback-1.example/v1' };
    assert.deepEqual([...controlsOf(settings, block).blocked], ['primary', 'fallback_1']);
    assert.deepEqual([...controlsOf(settings, { kind: 'block', provider: 'none' }).blocked], []);
    assert.deepEqual([...controlsOf(settings, block, { kind: 'block', provider: 'none' }).blocked], ['fallback_1']);
  });

  it('drain', () => {
    assert.deepEqual([...controlsOf({}, { kind: 'drain', provider: 'primary' }).drained], ['primary']);
  });

  it('switch cost steering on, or off even over a ceiling', () => {
    assert.equal(controlsOf({}, { kind: 'cost_steering', enabled: true }).costSteering, 'always');
    const off = controlsOf({ cost: { steering: true } }, { kind: 'cost_steering', enabled: false });
    assert.equal(off.costSteering, 'never');
  });

  it('name a provider for an intent, and by none take one away', () => {
    const settings = { intents: { REFUND: 'primary', ORDER: 'primary' } };
    const { intents } = controlsOf(
      settings,
      { kind: 'intent', intent: 'refund', provider: 'fallback_2' },
      { kind: 'intent', intent: 'ORDER', provider: 'none' },
    );
    assert.deepEqual([...intents], [['REFUND', { alias: 'fallback_2' }]]);
  });

  it('change of a canary only what they name, and begin its trial anew', () => {
    const settings = { canary: { provider: 'fallback_1', share: 0.1, highRiskIntents: ['REFUND'] } };
    const wider = controlsOf(settings, { kind: 'canary', share: 0.5 }).canary;
    assert.deepEqual([wider?.provider, wider?.share, wider?.enabled], [{ alias: 'fallback_1' }, 0.5, true]);
    assert.ok(wider?.highRiskIntents.has('REFUND'));
    assert.notEqual(wider?.id, controlsOf(settings).canary?.id);
    assert.equal(controlsOf(settings, { kind: 'canary', enabled: false }).canary?.enabled, false);
    assert.equal(controlsOf(settings, { kind: 'canary', provider: 'none' }).canary?.enabled, false);
    const other = controlsOf({}, { kind: 'canary', provider: 'primary', share: 1 }).canary;
    assert.deepEqual([other?.provider, other?.share], [{ alias: 'primary' }, 1]);
  });
});
