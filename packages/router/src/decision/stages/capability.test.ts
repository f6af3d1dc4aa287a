import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aProvider } from '../../testing/a-provider.ts';
import { runStage } from '../../testing/a-stage-run.ts';
import { capability } from './capability.ts';

const PROVIDERS = [
  aProvider({ alias: 'plain', capabilities: { tools: false, vision: false, region: 'us', retainsPrompts: true } }),
  aProvider({ alias: 'small', contextWindowTokens: 8_000, capabilities: { region: 'apac' } }),
  aProvider({ alias: 'large', contextWindowTokens: 128_000, capabilities: { region: 'global' } }),
];
const NEEDS = { tools: false, vision: false, contextTokens: 100 };

describe('capability', () => {
  it('keeps everybody for a request that everybody can serve', () => {
    const { chain, code } = runStage(capability, { providers: PROVIDERS });
    assert.deepEqual([chain, code], [['plain', 'small', 'large'], 'all_capable']);
  });

  const cases = [
    { asks: 'tools', needs: { ...NEEDS, tools: true }, drops: ['plain: tools'] },
    { asks: 'vision', needs: { ...NEEDS, vision: true }, drops: ['plain: vision'] },
    { asks: '8,001 tokens', needs: { ...NEEDS, contextTokens: 8_001 }, drops: ['small: context_window'] },
    { asks: '8,000 tokens', needs: { ...NEEDS, contextTokens: 8_000 }, drops: [] },
  ];
  for (const { asks, needs, drops } of cases) {
    it(`asked for ${asks}, drops ${drops.join(', ') || 'nobody'}`, () => {
      assert.deepEqual(runStage(capability, { providers: PROVIDERS, features: { needs } }).drops, drops);
    });
  }

  it('drops what the tenant or the tier does not allow: regions and keeping prompts', () => {
    const settings = { tenants: { shop: { regions: ['apac'] } }, tiers: { private: { noRetention: true } } };
    const byTenant = runStage(capability, { providers: PROVIDERS, settings, features: { tenant: 'shop' } });
    const byTier = runStage(capability, { providers: PROVIDERS, settings, features: { tier: 'private' } });
    assert.deepEqual(byTenant.drops, ['plain: region', 'large: region']);
    assert.deepEqual(byTier.drops, ['plain: retention']);
  });

  it('says when nobody is left', () => {
    const needs = { ...NEEDS, contextTokens: 1_000_000, tools: true };
    const { chain, code } = runStage(capability, { providers: PROVIDERS, features: { needs } });
    assert.deepEqual([chain, code], [[], 'none_capable']);
  });
});
