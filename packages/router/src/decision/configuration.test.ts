import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { THREE_PROVIDERS } from '../testing/a-stage-run.ts';
import { aProvider } from '../testing/a-provider.ts';
import { routerSettings } from '../testing/router-settings.ts';
import { configureRouting } from './configuration.ts';

describe('configureRouting', () => {
  it('knows default, auto, the assistants and every alias as a policy', () => {
    const policies = { default: { preset: 'gateway' }, booking: { preset: 'bedrock', chain: ['fallback_1'] } } as const;
    const configuration = configureRouting(THREE_PROVIDERS, routerSettings({ policies }));
    assert.deepEqual(
      [...configuration.policies.keys()].toSorted(),
      ['auto', 'booking', 'default', 'fallback_1', 'fallback_2', 'primary'].toSorted(),
    );
    assert.equal(configuration.policies.get('booking')?.preset, 'bedrock');
    assert.deepEqual(
      configuration.policies.get('fallback_2')?.chain.map(({ alias }) => alias),
      ['fallback_2'],
    );
  });

  it('takes URLs in a chain, each provider once', () => {
    const chain = ['https://fallback-1.example/v1', 'primary', 'fallback_1'];
    const configuration = configureRouting(
      THREE_PROVIDERS,
      routerSettings({ policies: { default: { preset: 'gateway', chain } } }),
    );
    assert.deepEqual(
      configuration.policies.get('default')?.chain.map(({ alias }) => alias),
      ['fallback_1', 'primary'],
    );
  });

  it('refuses nonsense, and says what it found and what is allowed', () => {
    const twice = [aProvider({ alias: 'a' }), aProvider({ alias: 'a' })];
    const policies = { default: { preset: 'gateway', chain: ['nobody'] } } as const;
    assert.throws(() => configureRouting([], routerSettings()), /at least one provider/);
    assert.throws(() => configureRouting(twice, routerSettings()), /unique, got "a" twice/);
    assert.throws(() => configureRouting(THREE_PROVIDERS, routerSettings({ cooldownMs: -1 })), /got -1/);
    assert.throws(
      () => configureRouting(THREE_PROVIDERS, routerSettings({ policies })),
      /policy "default" names "nobody".* known: primary, fallback_1, fallback_2/,
    );
    const empty = { default: { preset: 'gateway', chain: [] } } as const;
    assert.throws(() => configureRouting(THREE_PROVIDERS, routerSettings({ policies: empty })), /must name a provider/);
  });
});
