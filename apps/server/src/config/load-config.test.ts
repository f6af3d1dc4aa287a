import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { loadConfig } from './load-config.ts';
import { formatMistakes } from './mistake.ts';
import { load, loadWithWarnings, mistakesOf } from './testing/load.ts';

describe('loadConfig', () => {
  it('needs nothing: one provider, primary, the embedded toy (R-CFG-1)', () => {
    const config = load();
    assert.deepEqual(
      config.providers.map(({ provider }) => [provider.alias, provider.protocol, provider.url]),
      [['primary', 'toy', '']],
    );
    assert.deepEqual([config.server.host, config.server.port], ['127.0.0.1', 8_080]);
    assert.deepEqual([config.server.internalHost, config.server.internalPort], ['127.0.0.1', 8_081]);
    assert.equal(config.server.dataDir, './data');
    assert.deepEqual(config.operator, { kind: 'stored-tokens' });
  });

  it('gives each assistant the preset of its workload (R-FO-1)', () => {
    const { policies } = load().routing;
    const presets = Object.fromEntries(Object.entries(policies).map(([name, { preset }]) => [name, preset]));
    assert.deepEqual(presets, { default: 'gateway', support: 'gateway', booking: 'bedrock', report: 'direct' });
  });

  it('takes the file over the defaults, and the environment over the file (R-CFG-2)', () => {
    const file = 'server: {port: 1111, host: 0.0.0.0}\nrouting: {cooldown_sec: 7}';
    const { server, routing } = load({ NARU_PORT: '2222' }, file);
    assert.deepEqual([server.host, server.port, routing.cooldownMs], ['0.0.0.0', 2_222, 7_000]);
  });

  it('takes a blank variable for a missing one', () => {
    assert.equal(load({ NARU_PORT: ' ', QS_LLM_URL: '' }, 'server: {port: 1111}').server.port, 1_111);
  });

  it('switches cooling off with 0', () => {
    assert.equal(load({ QS_LLM_PROVIDER_COOLDOWN_SEC: '0' }).routing.cooldownMs, 0);
  });

  for (const [words, expected] of [
    [['1', 'true', 'TRUE', 'yes', 'On'], true],
    [['0', 'false', 'False', 'NO', 'off'], false],
  ] as const) {
    for (const word of words) {
      it(`reads the switch ${word} as ${expected}, in the environment and in the file (V-CFG-1)`, () => {
        assert.equal(load({ NARU_DEMO_SIGN_IN: word }).page.demoSignIn, expected);
        assert.equal(load({}, `page: {demo_sign_in: ${word}}`).page.demoSignIn, expected);
      });
    }
  }

  it('takes a $ in a value literally (V-CFG-1)', () => {
    const config = load({ NARU_DATA_DIR: '/srv/$HOME/${USER}', NARU_KEY_PRIMARY: 'k$1', HOME: '/root' });
    assert.equal(config.server.dataDir, '/srv/$HOME/${USER}');
    assert.equal(config.providers[0]?.apiKey?.reveal(), 'k$1');
  });

  it('maps policies, tenants, tiers and controls for the router', () => {
    const { routing } = load(
      { QS_LLM_PROVIDER_BLOCKLIST: ' b , ,', QS_LLM_FORCE_PROVIDER: 'a' },
      `
providers:
  - {alias: a, protocol: toy}
  - {alias: b, url: "https://b.example/"}
routing:
  policies:
    support: {chain: [b, a], on_failure: {empty: fail}, content_filter: {default: one_other}, recovery: restart}
    booking: {preset: direct}
  tenants: {shop: {providers: ["https://b.example"], regions: [apac], no_retention: yes}}
  tiers: {gold: {providers: [a]}}
`,
    );
    const { policies, tenants, tiers, blocklist, forced, cooldownMs } = routing;
    assert.deepEqual(
      { policies, tenants, tiers, blocklist, forced, cooldownMs },
      {
        policies: {
          default: { preset: 'gateway' },
          support: {
            preset: 'gateway',
            chain: ['b', 'a'],
            onFailure: { empty: 'fail' },
            contentFilter: { default: 'one_other' },
            recovery: 'restart',
          },
          booking: { preset: 'direct' },
          report: { preset: 'direct' },
        },
        tenants: { shop: { providers: ['https://b.example'], regions: ['apac'], noRetention: true } },
        tiers: { gold: { providers: ['a'] } },
        blocklist: ['b'],
        forced: 'a',
        cooldownMs: 15_000,
      },
    );
  });

  it('is frozen all the way down', () => {
    const config = load();
    assert.ok(Object.isFrozen(config.server) && Object.isFrozen(config.routing.policies['support']));
    assert.ok(Object.isFrozen(config.providers[0]?.provider.timeouts));
  });
});

describe('a wrong configuration', () => {
  it('is told whole, at once: place, what was found, what is allowed (R-CFG-2)', () => {
    const mistakes = mistakesOf(
      {
        NARU_PORT: '99999',
        QS_LLM_URL: 'openai+https://host/v1',
        QS_LLM_FALLBACK_URLS: 'ftp://files',
        NARU_DEMO_SIGN_IN: 'perhaps',
        QS_LLM_PROVIDER_COSTS_JSON: '{"primary": {"in": 1}}',
        NARU_API_KEYS: 'good-key, bad key',
        NARU_INTERNAL_HOST: '0.0.0.0',
        NARU_OPERATOR_TOKEN: 'off',
      },
      'server: {host: 5, prot: 1}\nguards: {time: {total: soon}}\nrouting: {policies: {support: {preset: fast}}}',
    );
    assert.deepEqual(Object.fromEntries(mistakes), {
      NARU_PORT: '99999 | a whole number from 0 to 65535',
      'QS_LLM_URL model': 'nothing | a model for protocol openai, in model or as #model behind the URL',
      QS_LLM_FALLBACK_URLS:
        '"ftp://files" | https://host/path, with openai+, anthropic+, generate+, bedrock+ before it and #model behind it where needed, or toy',
      NARU_DEMO_SIGN_IN: '"perhaps" | 1, true, yes, on, or 0, false, no, off',
      'QS_LLM_PROVIDER_COSTS_JSON primary':
        'a group of settings | a price for 1,000 tokens, or {input, output, cache_read?}, each from 0 to 1000',
      NARU_API_KEYS:
        'entry 2 of 2: not of that form | key or tenant:key, separated by commas; a tenant is 1 to 64 of a-z, 0-9, _ and -, a key is printable ASCII without :',
      NARU_OPERATOR_TOKEN: 'off | a token, since 0.0.0.0 can be reached from other machines',
      'server.host': '5 | a text',
      'server.prot':
        'a setting that does not exist | port (the nearest), or another of host, port, internal_host, internal_port, data_dir, log_level, trusted_proxies',
      'guards.time.total': '"soon" | a number from 1 to 3600',
      'routing.policies.support.preset': '"fast" | one of gateway, bedrock, direct',
    });
  });

  it('is told to a person by the name of the variable or the file', () => {
    const outcome = loadConfig({
      env: { NARU_PORT: 'x', NARU_CONFIG: 'my.yaml' },
      readFile: () => 'server: {host: 5}',
    });
    assert.ok(outcome.kind === 'invalid');
    assert.equal(
      formatMistakes(outcome.mistakes, outcome.filePath),
      [
        'The configuration has 2 mistakes:',
        '  server.host (in my.yaml): found 5; allowed: a text',
        '  NARU_PORT: found "x"; allowed: a whole number from 0 to 65535',
      ].join('\n'),
    );
  });

  it('names the nearest setting for one that does not exist, at any depth', () => {
    const mistakes = mistakesOf({}, 'provdiers: []\nrouting: {tenants: {shop: {regoins: [eu]}}}\n__proto__: {x: 1}');
    assert.match(mistakes.get('provdiers') ?? '', /providers \(the nearest\)/);
    assert.match(mistakes.get('routing.tenants.shop.regoins') ?? '', /regions \(the nearest\)/);
    assert.ok(mistakes.has('__proto__'));
  });

  it('is one where names lead nowhere or to two things', () => {
    const mistakes = mistakesOf(
      {},
      `
providers:
  - {alias: a, protocol: toy}
  - {alias: a, protocol: toy}
  - {alias: auto, protocol: toy}
  - {alias: support, protocol: toy}
  - {alias: b-c, protocol: toy}
  - {alias: b_c, protocol: toy}
routing:
  policies: {report: {chain: [a, nobody]}}
  tenants: {shop: {providers: [nobody]}}
  tiers: {gold: {providers: ["https://nobody.example"]}}
`,
    );
    assert.deepEqual(
      [...mistakes.keys()],
      [
        'providers[1].alias',
        'providers[2].alias',
        'providers[3].alias',
        'providers[5].alias',
        'routing.policies.report.chain[1]',
        'routing.tenants.shop.providers[0]',
        'routing.tiers.gold.providers[0]',
      ],
    );
    assert.match(mistakes.get('providers[5].alias') ?? '', /NARU_KEY_B_C/);
  });

  it('is one whose file is no YAML, no group of settings, too long, missing or unreadable', () => {
    for (const [file, found] of [
      ['a: [1', /no YAML: .* at line 1/],
      ['a: 1\na: 2', /no YAML: Map keys must be unique at line 2/],
      ['- 1', /a list/],
      ['just words', /"just words"/],
      ['#'.repeat(1_000_001), /1000001 characters/],
    ] as const) {
      assert.match(mistakesOf({}, file).get('./naru.config.yaml') ?? '', found);
    }
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefgh'].map((name, index) => `${name}: &${name} [${Array.from({ length: 9 }, () => `*${'abcdefgh'[index]}`).join(',')}]`).join('\n')}`;
    assert.match(mistakesOf({}, bomb).get('./naru.config.yaml') ?? '', /aliases/);

    assert.match(mistakesOf({ NARU_CONFIG: 'gone.yaml' }).get('NARU_CONFIG') ?? '', /"gone.yaml"/);
    const unreadable = loadConfig({
      env: {},
      readFile: () => {
        throw Object.assign(new Error('secret path'), { code: 'EACCES' });
      },
    });
    assert.ok(unreadable.kind === 'invalid');
    assert.match(unreadable.mistakes[0]?.found ?? '', /cannot be read \(EACCES\)/);
  });

  it('reads the file that NARU_CONFIG names', () => {
    const paths: string[] = [];
    const readFile = (path: string): string => (paths.push(path), 'server: {port: 1}');
    loadConfig({ env: { NARU_CONFIG: 'there/x.yaml' }, readFile });
    loadConfig({ env: {}, readFile });
    assert.deepEqual(paths, ['there/x.yaml', './naru.config.yaml']);
  });

  it('never throws, whatever a file or a variable holds', () => {
    const value = fc.oneof(fc.string(), fc.integer(), fc.jsonValue());
    const names = fc.constantFrom(
      'NARU_PORT',
      'QS_LLM_URL',
      'QS_LLM_FALLBACK_URLS',
      'NARU_API_KEYS',
      'NARU_OPERATOR_TOKEN',
      'QS_LLM_PROVIDER_COSTS_JSON',
      'QS_LLM_PROVIDER_BLOCKLIST',
    );
    const keys = fc.constantFrom(
      'server',
      'providers',
      'routing',
      'guards',
      'page',
      'users',
      '__proto__',
      'constructor',
      'x',
    );
    fc.assert(
      fc.property(fc.dictionary(names, fc.string()), fc.dictionary(keys, value), (env, file) => {
        const outcome = loadConfig({ env, readFile: () => JSON.stringify(file) });
        return outcome.kind === 'ok' || outcome.mistakes.length > 0;
      }),
      { numRuns: 300 },
    );
  });
});

describe('warnings', () => {
  it('name variables that look like ours and are not read, with the nearest that is', () => {
    const { warnings } = loadWithWarnings({
      NARU_PROT: '1',
      QS_LLM_FORCE_PROVIDR: 'a',
      NARU_KEY_NOBODY: 'k',
      PATH: '/bin',
    });
    assert.equal(warnings.length, 3);
    assert.match(warnings.find(text => text.startsWith('NARU_PROT ')) ?? '', /nearest is NARU_PORT/);
    assert.match(
      warnings.find(text => text.startsWith('QS_LLM_FORCE_PROVIDR ')) ?? '',
      /nearest is QS_LLM_FORCE_PROVIDER/,
    );
    assert.ok(warnings.some(text => text.startsWith('NARU_KEY_NOBODY ')));
  });

  it('say which known variables this version does not use', () => {
    const { warnings } = loadWithWarnings({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://u:p@h' });
    assert.match(warnings.join(), /^OTEL_EXPORTER_OTLP_ENDPOINT is set[^@]*$/);
  });

  it('name providers that are blocked, forced or priced and that nobody is', () => {
    const { warnings } = loadWithWarnings({
      QS_LLM_PROVIDER_BLOCKLIST: 'primary,nobody',
      QS_LLM_FORCE_PROVIDER: 'noone',
      QS_LLM_PROVIDER_COSTS_JSON: '{"primary": 1, "https://x:y@none.example": 1}',
    });
    assert.equal(warnings.length, 3);
    assert.match(warnings.join('\n'), /"nobody"[^]*"noone"[^]*"https:\/\/\[secret\]@none.example"/);
  });

  it('are few: a plain start has none', () => {
    assert.deepEqual(loadWithWarnings({ PATH: '/bin', NARU_PORT: '0' }).warnings, []);
  });
});
