import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aProvider } from '../testing/a-provider.ts';
import { providersNamed } from './provider-name.ts';

const PROVIDERS = [
  aProvider({ alias: 'primary', protocol: 'openai', url: 'https://a.example/v1', model: 'small' }),
  aProvider({ alias: 'fallback_1', protocol: 'openai', url: 'https://a.example/v1', model: 'large' }),
  aProvider({ alias: 'fallback_2', protocol: 'generate', url: 'http://b.example:8080', model: 'b' }),
  aProvider({ alias: 'constructor', protocol: 'toy', url: '', model: 'toy' }),
];

describe('providersNamed', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['primary', ['primary']],
    [' primary ', ['primary']],
    ['https://a.example/v1', ['primary', 'fallback_1']],
    ['https://A.example/v1/', ['primary', 'fallback_1']],
    ['openai+https://a.example/v1#large', ['fallback_1']],
    ['https://a.example/v1#small', ['primary']],
    ['anthropic+https://a.example/v1', []],
    ['http://b.example:8080', ['fallback_2']],
    ['https://a.example/v2', []],
    ['constructor', ['constructor']],
    ['toString', []],
    ['', []],
    ['https://', []],
  ];
  for (const [name, aliases] of cases) {
    it(`takes "${name}" for ${aliases.join(' and ') || 'nobody'}`, () => {
      assert.deepEqual(
        providersNamed(name, PROVIDERS).map(({ alias }) => alias),
        aliases,
      );
    });
  }
});
