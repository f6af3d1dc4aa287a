import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RouterSettings } from '../router-settings.ts';
import { THREE_PROVIDERS } from '../testing/a-stage-run.ts';
import { routerSettings } from '../testing/router-settings.ts';
import { configureRouting } from './configuration.ts';

const configure = (settings: Partial<RouterSettings>) => configureRouting(THREE_PROVIDERS, routerSettings(settings));

describe('what the settings say of steering', () => {
  it('is the specification where they say nothing', () => {
    const { controls, preferences } = configure({});
    assert.equal(controls.costSteering, 'over_ceiling');
    assert.deepEqual([controls.lowCost, controls.canary, controls.intents.size], [undefined, undefined, 0]);
    assert.deepEqual(preferences.quality, {
      cutline: 0.5,
      minSamples: 20,
      decayDays: 7,
      weights: { groundedness: 0.5, actionability: 0.2, resolution: 0.3 },
    });
    assert.deepEqual(preferences.stickiness, { enabled: false, switchCost: 0.1 });
  });

  it('takes an empty name for none, and a strange one for nobody', () => {
    assert.equal(configure({ cost: { lowCostProvider: ' ' } }).controls.lowCost, undefined);
    assert.equal(configure({ cost: { lowCostProvider: 'nobody' } }).controls.lowCost, 'unknown');
    assert.equal(configure({ canary: { provider: 'nobody', share: 0.1 } }).controls.canary?.provider, 'unknown');
  });

  const refused: readonly (readonly [string, Partial<RouterSettings>, RegExp])[] = [
    [
      'a share above all',
      { canary: { provider: 'primary', share: 1.1 } },
      /canary\.share must be from 0 to 1, got 1\.1/,
    ],
    ['a cut line above all', { quality: { cutline: 2 } }, /quality\.cutline must be from 0 to 1, got 2/],
    ['no samples', { quality: { minSamples: 0 } }, /quality\.minSamples must be from 1/],
    ['no days', { quality: { decayDays: Number.NaN } }, /quality\.decayDays must be from 1 to 365, got NaN/],
    [
      'weights of nothing',
      { quality: { weights: { groundedness: 0, actionability: 0, resolution: 0 } } },
      /quality\.weights must have one above 0/,
    ],
    [
      'a weight below nothing',
      { quality: { weights: { groundedness: -1, actionability: 1, resolution: 1 } } },
      /quality\.weights\.groundedness must be from 0/,
    ],
    ['a switch that pays', { stickiness: { switchCost: -1 } }, /stickiness\.switchCost must be from 0/],
    [
      'a canary that must be faster',
      { canary: { provider: 'primary', share: 0.1, abort: { maxLatencyFactor: 0.5 } } },
      /maxLatencyFactor must be from 1/,
    ],
    ['a budget of nobody knows what', { budgets: [{ period: 'day' }] }, /budgets\[0\] must have/],
  ];
  for (const [what, settings, message] of refused) {
    it(`must not be ${what}`, () => {
      assert.throws(() => configure(settings), { name: 'RangeError', message });
    });
  }
});
