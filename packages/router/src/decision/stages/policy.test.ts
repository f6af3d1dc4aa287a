import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runStage, THREE_PROVIDERS } from '../../testing/a-stage-run.ts';
import { policy } from './policy.ts';

const LIMITED = {
  tenants: { shop: { providers: ['fallback_2', 'fallback_1'] } },
  tiers: { basic: { providers: [THREE_PROVIDERS[1]?.url ?? ''] } },
};

describe('policy', () => {
  it('says so when nothing limits the request', () => {
    assert.equal(runStage(policy).code, 'not_configured');
    assert.equal(runStage(policy, { settings: LIMITED, features: { tenant: 'other' } }).code, 'not_configured');
  });

  it("narrows the chain to the tenant's providers, in the chain's order", () => {
    const { chain, code, drops } = runStage(policy, { settings: LIMITED, features: { tenant: 'shop' } });
    assert.deepEqual([chain, code, drops], [['fallback_1', 'fallback_2'], 'applied', ['primary: tenant']]);
  });

  it('takes a URL for a name, and lets tenant and tier narrow together', () => {
    const features = { tenant: 'shop', tier: 'basic' };
    const { chain, drops } = runStage(policy, { settings: LIMITED, features });
    assert.deepEqual(chain, ['fallback_1']);
    assert.deepEqual(drops, ['primary: tenant', 'fallback_2: tier']);
  });

  it('is not led astray by a tenant named like a property of every object', () => {
    assert.equal(runStage(policy, { settings: LIMITED, features: { tenant: '__proto__' } }).code, 'not_configured');
  });
});
