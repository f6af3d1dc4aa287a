import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import { sha256Hex } from '@naru/kernel';
import { redactConfig } from './redact-config.ts';
import { Secret } from './secret.ts';
import { load, loadWithWarnings, mistakesOf } from './testing/load.ts';

function keysOf(env: Readonly<Record<string, string>>, file?: string): readonly (string | undefined)[] {
  return load(env, file).providers.map(({ apiKey }) => apiKey?.reveal());
}

describe('provider keys (V-CFG-0)', () => {
  const vendors = { OPENAI_API_KEY: 'openai-key', ANTHROPIC_API_KEY: 'anthropic-key' };

  it("are the vendor's for primary at the vendor's own host", () => {
    assert.deepEqual(keysOf({ ...vendors, QS_LLM_URL: 'openai+https://api.openai.com/v1#m' }), ['openai-key']);
    assert.deepEqual(keysOf({ ...vendors, QS_LLM_URL: 'anthropic+https://api.anthropic.com#m' }), ['anthropic-key']);
  });

  for (const url of [
    'openai+https://proxy.example/v1#m',
    'openai+https://api.openai.com.evil.example/v1#m',
    'openai+http://127.0.0.1:9/v1#m',
    'anthropic+https://api.openai.com/v1#m',
    'https://api.openai.com/v1',
  ]) {
    it(`never go to another host or protocol: ${url}`, () => {
      assert.deepEqual(keysOf({ ...vendors, QS_LLM_URL: url }), [undefined]);
    });
  }

  it('are NARU_KEY_<ALIAS> for all others, and for primary too', () => {
    const env = {
      ...vendors,
      QS_LLM_URL: 'openai+https://proxy.example/v1#m',
      QS_LLM_FALLBACK_URLS: 'openai+https://api.openai.com/v1#m,https://c.example',
      NARU_KEY_PRIMARY: 'p',
      NARU_KEY_FALLBACK_1: 'f1',
    };
    assert.deepEqual(keysOf(env), ['p', 'f1', undefined]);
  });

  it('are the named variable and no other where the file names one', () => {
    const file = 'providers: [{alias: my-host, url: "openai+https://h.example#m", key_env: MY_KEY}]';
    assert.deepEqual(keysOf({ NARU_KEY_MY_HOST: 'usual', MY_KEY: 'mine' }, file), ['mine']);
    assert.deepEqual(keysOf({ NARU_KEY_MY_HOST: 'usual' }, file), [undefined]);
    assert.deepEqual(keysOf({ NARU_KEY_MY_HOST: 'usual' }, file.replace(', key_env: MY_KEY', '')), ['usual']);
  });

  it('are missed aloud, with the names to set, and never needed to start', () => {
    const { warnings } = loadWithWarnings({ ...vendors, QS_LLM_URL: 'openai+https://proxy.example/v1#m' });
    assert.deepEqual(warnings, [
      'Provider primary has no API key; set NARU_KEY_PRIMARY. OPENAI_API_KEY is for primary at api.openai.com only.',
    ]);
  });

  it('over plain http to another machine are warned of', () => {
    const env = { QS_LLM_URL: 'http://far.example', NARU_KEY_PRIMARY: 'k' };
    assert.match(loadWithWarnings(env).warnings.join(), /plain http/);
    assert.deepEqual(loadWithWarnings({ ...env, QS_LLM_URL: 'http://127.0.0.1:9' }).warnings, []);
  });
});

describe('gateway keys', () => {
  it('are kept as hashes, with their tenants', () => {
    const { gateway } = load({
      NARU_API_KEYS: ' shop:key-of-the-shop-1 , plain-key-of-nobody,,shop:key-of-the-shop-1',
    });
    assert.deepEqual(gateway.apiKeys, [
      { hash: sha256Hex('key-of-the-shop-1'), tenant: 'shop' },
      { hash: sha256Hex('plain-key-of-nobody'), tenant: undefined },
    ]);
  });

  for (const keys of ['with space', 'Shop:key', 'shop:', ':key', 'one:same-key,two:same-key', '한글키']) {
    it(`refuse ${JSON.stringify(keys)} without repeating it`, () => {
      const mistake = mistakesOf({ NARU_API_KEYS: keys }).get('NARU_API_KEYS') ?? '';
      assert.match(mistake, /^entry \d of \d: .* \| key or tenant:key/);
      assert.ok(!mistake.includes('same-key') && !mistake.includes('한글키') && !mistake.includes('with space'));
    });
  }
});

describe('the operator token (V-NET-1)', () => {
  it('is kept as a hash', () => {
    const { operator } = load({ NARU_OPERATOR_TOKEN: 'a-long-enough-token' });
    assert.deepEqual(operator, { kind: 'token', hash: sha256Hex('a-long-enough-token') });
  });

  it('may be off on a loopback address only', () => {
    for (const host of ['127.0.0.1', '127.8.9.1', '::1', 'localhost']) {
      assert.deepEqual(load({ NARU_OPERATOR_TOKEN: 'OFF', NARU_INTERNAL_HOST: host }).operator, { kind: 'off' });
    }
    for (const host of ['0.0.0.0', '::', '10.0.0.1', '127.0.0.1.example.com']) {
      assert.ok(mistakesOf({ NARU_OPERATOR_TOKEN: 'off', NARU_INTERNAL_HOST: host }).has('NARU_OPERATOR_TOKEN'));
    }
  });

  it('is not repeated when it cannot be used', () => {
    const mistake = mistakesOf({ NARU_OPERATOR_TOKEN: 'two words' }).get('NARU_OPERATOR_TOKEN') ?? '';
    assert.match(mistake, /printable ASCII/);
    assert.doesNotMatch(mistake, /two words/);
  });
});

describe('secrets', () => {
  const env = {
    QS_LLM_URL: 'openai+https://api.openai.com/v1?tag=hush-query#m',
    OPENAI_API_KEY: 'hush-vendor',
    NARU_API_KEYS: 'shop:hush-gateway-key-1',
    NARU_OPERATOR_TOKEN: 'hush-operator-token',
    NARU_USER_JWT_SECRET: 'hush-jwt-hush-jwt-hush-jwt-hush-jwt',
    QS_LLM_PROVIDER_BLOCKLIST: 'https://nobody.example?key=hush-list',
  };

  it('stay out of the redacted configuration, hashes included, and out of the warnings', () => {
    const { config, warnings } = loadWithWarnings(env);
    const text = `${JSON.stringify(redactConfig(config))} ${inspect(redactConfig(config), { depth: 9 })} ${warnings}`;
    assert.doesNotMatch(text, /hush/);
    assert.doesNotMatch(text, /[0-9a-f]{64}/);
    assert.match(text, /\[secret\]/);
  });

  it('stay out of whatever prints the configuration itself', () => {
    const { providers, users } = load(env);
    const text = `${JSON.stringify({ providers, users })} ${inspect({ providers, users }, { depth: 9, showHidden: true })}`;
    assert.doesNotMatch(text, /hush-(?:vendor|jwt)/);
  });

  it('are printed as [secret] in every way there is, and revealed on demand only', () => {
    const secret = new Secret('hush');
    assert.deepEqual(
      [String(secret), `${secret}`, JSON.stringify({ secret }), inspect(secret), inspect([secret])],
      ['[secret]', '[secret]', '{"secret":"[secret]"}', '[secret]', '[ [secret] ]'],
    );
    assert.equal(secret.reveal(), 'hush');
  });

  it('in the address of PostgreSQL stay out of the configuration that is shown, and out of the mistake', () => {
    const env = { DATABASE_URL: 'postgresql://user:hush@db.example:5432/naru?sslmode=verify-full' };
    const config = load(env);
    assert.equal(config.databaseUrl?.reveal(), env.DATABASE_URL);
    assert.doesNotMatch(`${JSON.stringify(config)} ${JSON.stringify(redactConfig(config))}`, /hush/);
    const wrong = [
      'mysql://user:hush@db.example/naru',
      'db.example:5432:hush',
      'hush',
      'postgresql://user:hush@db.example',
      'postgresql:///naru',
      'postgresql://user:hush%zz@db.example/naru',
    ];
    for (const url of wrong) {
      const mistakes = mistakesOf({ DATABASE_URL: url });
      assert.deepEqual([...mistakes.keys()], ['DATABASE_URL'], url);
      assert.match(mistakes.get('DATABASE_URL') ?? '', /^[^|]* \| postgresql:/);
      assert.doesNotMatch(mistakes.get('DATABASE_URL') ?? '', /hush/);
    }
  });

  it('in the address of Redis stay out of the configuration that is shown, and out of the mistake', () => {
    const env = { REDIS_URL: 'rediss://user:hush@redis.example:6380' };
    const config = load(env);
    assert.equal(config.redisUrl?.reveal(), env.REDIS_URL);
    assert.doesNotMatch(`${JSON.stringify(config)} ${JSON.stringify(redactConfig(config))}`, /hush/);
    for (const url of ['https://user:hush@redis.example', 'redis.example:6379:hush', 'hush', 'redis://']) {
      const mistakes = mistakesOf({ REDIS_URL: url });
      assert.deepEqual([...mistakes.keys()], ['REDIS_URL'], url);
      assert.match(mistakes.get('REDIS_URL') ?? '', /^[^|]* \| redis:/);
      assert.doesNotMatch(mistakes.get('REDIS_URL') ?? '', /hush/);
    }
  });

  it('names, in the redacted configuration, the variables of a key that is missing', () => {
    const redacted = JSON.stringify(redactConfig(load({ QS_LLM_URL: 'https://a.example' })));
    assert.match(redacted, /none \(NARU_KEY_PRIMARY\)/);
  });
});
