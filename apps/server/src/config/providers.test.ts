import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { load, mistakesOf } from './testing/load.ts';

function listed(env: Readonly<Record<string, string>>, file?: string): readonly string[] {
  return load(env, file).providers.map(
    ({ provider: { alias, protocol, url, model } }) => `${alias} ${protocol} ${url} ${model}`,
  );
}

describe('providers of the environment (R-CFG-1)', () => {
  it('are primary and numbered fallbacks; blanks dropped, white space trimmed, repetitions kept once', () => {
    assert.deepEqual(
      listed({
        QS_LLM_URL: '  https://one.example/ ',
        QS_LLM_FALLBACK_URLS:
          ',, https://two.example ,https://one.example, ,https://three.example/,https://two.example/',
      }),
      [
        'primary generate https://one.example generate',
        'fallback_1 generate https://two.example generate',
        'fallback_2 generate https://three.example generate',
      ],
    );
  });

  it('begin with the first fallback where there is no QS_LLM_URL', () => {
    assert.deepEqual(listed({ QS_LLM_URL: ' ', QS_LLM_FALLBACK_URLS: ' ,https://a.example, https://b.example' }), [
      'primary generate https://a.example generate',
      'fallback_1 generate https://b.example generate',
    ]);
  });

  it('are the embedded toy alone where no URL is left', () => {
    assert.deepEqual(listed({ QS_LLM_URL: '', QS_LLM_FALLBACK_URLS: ' , ,' }), ['primary toy  toy']);
  });

  it('carry protocol and model in the URL, in any case', () => {
    assert.deepEqual(
      listed({
        QS_LLM_URL: 'OpenAI+https://host:8443/v1/#gpt-5/mini',
        QS_LLM_FALLBACK_URLS: 'anthropic+https://api.anthropic.com#claude-x,generate+http://127.0.0.1:9,toy',
      }),
      [
        'primary openai https://host:8443/v1 gpt-5/mini',
        'fallback_1 anthropic https://api.anthropic.com claude-x',
        'fallback_2 generate http://127.0.0.1:9 generate',
        'fallback_3 toy  toy',
      ],
    );
  });

  it('may be models on Bedrock, by endpoint and id', () => {
    const url =
      'bedrock+https://bedrock-runtime.ap-northeast-2.amazonaws.com#global.anthropic.claude-haiku-4-5-20251001-v1:0';
    assert.deepEqual(listed({ QS_LLM_URL: url }), [
      'primary bedrock https://bedrock-runtime.ap-northeast-2.amazonaws.com global.anthropic.claude-haiku-4-5-20251001-v1:0',
    ]);
  });

  it('keep one host apart by protocol and by model', () => {
    const urls = 'openai+https://h.example/v1#b,https://h.example/v1';
    assert.equal(listed({ QS_LLM_URL: 'openai+https://h.example/v1#a', QS_LLM_FALLBACK_URLS: urls }).length, 3);
  });

  it('replace the list of the file', () => {
    const file = 'providers: [{alias: mine, protocol: toy}]';
    assert.deepEqual(listed({}, file), ['mine toy  toy']);
    assert.deepEqual(listed({ QS_LLM_FALLBACK_URLS: 'https://a.example' }, file), [
      'primary generate https://a.example generate',
    ]);
  });

  for (const [url, allowed] of [
    ['host/v1', /https:\/\/host\/path/],
    ['ftp://host', /https:\/\/host\/path/],
    ['gemini+https://host', /one of openai, anthropic, generate, bedrock before/],
    ['toy+https://host', /one of openai, anthropic, generate, bedrock before/],
    ['https://user:password@host', /without user name and password/],
    ['https://', /https:\/\/host\/path/],
    ['openai+https://host/v1#', /a model for protocol openai/],
  ] as const) {
    it(`refuse ${url}`, () => {
      const [mistake = ''] = mistakesOf({ QS_LLM_URL: url }).values();
      assert.match(mistake, allowed);
      assert.doesNotMatch(mistake, /password@/);
    });
  }
});

describe('providers of the file (R-CFG-2)', () => {
  it('have free aliases and fields, over defaults for all', () => {
    const file = `
provider_defaults: {timeouts: {first_token_sec: 4, idle_sec: 9}}
providers:
  - alias: seoul
    protocol: openai
    url: https://host/v1
    model: big
    prices: {input: 0.001, output: 0.002}
    timeouts: {first_token_sec: 2.5}
    context_window_tokens: 8000
    tools: off
    region: apac
    retains_prompts: no
`;
    const [configured] = load({}, file).providers;
    assert.deepEqual(configured?.provider, {
      alias: 'seoul',
      protocol: 'openai',
      url: 'https://host/v1',
      model: 'big',
      timeouts: {
        connectMs: 2_000,
        firstTokenMs: 2_500,
        jsonHeadersMs: 20_000,
        idleMs: 9_000,
        totalMs: 120_000,
        dripGraceMs: 10_000,
        minCharsPerSecond: 1,
      },
      capabilities: { tools: false, vision: true, retainsPrompts: false, region: 'apac' },
      prices: { inputMicrosPer1k: 1_000, outputMicrosPer1k: 2_000, cacheReadMicrosPer1k: 1_000 },
      contextWindowTokens: 8_000,
    });
  });

  it('do not say two things at once', () => {
    const mistakes = mistakesOf(
      {},
      `
providers:
  - {alias: a, protocol: anthropic, url: "openai+https://host#m"}
  - {alias: b, protocol: openai, url: "https://host#m", model: n}
  - {alias: c, protocol: toy, url: "https://host"}
  - {alias: d}
`,
    );
    assert.deepEqual(
      [...mistakes.keys()],
      ['providers[0].protocol', 'providers[1].model', 'providers[2].url', 'providers[3].url'],
    );
  });
});

describe('prices (R-COST-1)', () => {
  it('come by alias or URL, as one number or apart, over those of the file', () => {
    const prices = { primary: 0.002, 'https://b.example': { input: 0.0001, output: 0.0004, cache_read: 0.00005 } };
    const { providers } = load({
      QS_LLM_URL: 'https://a.example',
      QS_LLM_FALLBACK_URLS: 'https://b.example/,https://c.example',
      QS_LLM_PROVIDER_COSTS_JSON: JSON.stringify(prices),
    });
    assert.deepEqual(
      providers.map(({ provider }) => provider.prices),
      [
        { inputMicrosPer1k: 2_000, outputMicrosPer1k: 2_000, cacheReadMicrosPer1k: 2_000 },
        { inputMicrosPer1k: 100, outputMicrosPer1k: 400, cacheReadMicrosPer1k: 50 },
        undefined,
      ],
    );
  });

  it('refuse what is no JSON without repeating it', () => {
    const [mistake = ''] = mistakesOf({ QS_LLM_PROVIDER_COSTS_JSON: '{secret' }).values();
    assert.match(mistake, /no JSON/);
    assert.doesNotMatch(mistake, /secret/);
  });
});
