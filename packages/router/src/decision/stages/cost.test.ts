import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aProvider } from '../../testing/a-provider.ts';
import { runStage } from '../../testing/a-stage-run.ts';
import { cost } from './cost.ts';

const on = { cost: { steering: true, lowCostProvider: 'fallback_2' } };
const cheapFirst = ['fallback_2', 'primary', 'fallback_1'];
const priced = (alias: string, inputMicrosPer1k: number, outputMicrosPer1k: number) =>
  aProvider({ alias, prices: { inputMicrosPer1k, outputMicrosPer1k, cacheReadMicrosPer1k: 0 } });

describe('cost', () => {
  it('puts the low-cost provider first when steering is on, by alias or URL', () => {
    const byUrl = { cost: { steering: true, lowCostProvider: 'https://fallback-2.example/v1' } };
    for (const settings of [on, byUrl]) {
      const outcome = runStage(cost, { settings });
      assert.deepEqual([outcome.chain, outcome.code, outcome.provider], [cheapFirst, 'selected', 'fallback_2']);
    }
  });

  it('is off by default, and steers by itself once a spend ceiling is crossed (R-COST-3)', () => {
    const settings = { cost: { lowCostProvider: 'fallback_2' } };
    assert.equal(runStage(cost, { settings }).code, 'off');
    const over = runStage(cost, { settings, spend: 'over_soft_ceiling' });
    assert.deepEqual([over.chain, over.code], [cheapFirst, 'selected']);
  });

  it('never touches a high-risk query, not even over a ceiling', () => {
    const outcome = runStage(cost, { settings: on, spend: 'over_soft_ceiling', features: { risk: 'high' } });
    assert.deepEqual([outcome.chain[0], outcome.code, outcome.provider], ['primary', 'high_risk_bypass', 'fallback_2']);
  });

  it('says not_found for a name that is nobody or has been dropped, and never repeats that name', () => {
    const unknown = runStage(cost, { settings: { cost: { steering: true, lowCostProvider: 'https://x.example' } } });
    assert.deepEqual([unknown.code, unknown.provider], ['not_found', 'unknown']);
    const dropped = runStage(cost, { settings: on, dropped: { fallback_2: 'capability' } });
    assert.deepEqual([dropped.code, dropped.provider], ['not_found', 'unknown']);
  });

  it('takes the lowest mean price where no provider is named', () => {
    const providers = [priced('primary', 100, 900), priced('fallback_1', 200, 400), aProvider({ alias: 'fallback_2' })];
    const outcome = runStage(cost, { providers, settings: { cost: { steering: true } } });
    assert.deepEqual([outcome.chain[0], outcome.code], ['fallback_1', 'selected']);
  });

  it('says not_configured where no provider is named and prices tell nothing', () => {
    const settings = { cost: { steering: true } };
    assert.equal(runStage(cost, { settings }).code, 'not_configured');
    const onePrice = [priced('primary', 100, 900), aProvider({ alias: 'fallback_1' })];
    assert.equal(runStage(cost, { settings, providers: onePrice }).code, 'not_configured');
    const same = [priced('primary', 1, 1), priced('fallback_1', 1, 1)];
    assert.equal(runStage(cost, { settings, providers: same }).code, 'not_configured');
  });
});
