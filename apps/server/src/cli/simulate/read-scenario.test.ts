import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { stringify } from 'yaml';
import type { ScenarioMistake } from './describe-scenario-issue.ts';
import { readScenario } from './read-scenario.ts';

const SCENARIO = {
  title: '시험',
  duration: '1m',
  providers: { primary: {}, fallback: {} },
  traffic: { per_second: 1 },
  policies: { A: {} },
};

function mistakesIn(changes: object): readonly ScenarioMistake[] {
  const outcome = readScenario(stringify({ ...SCENARIO, ...changes }));
  return outcome.kind === 'mistakes' ? outcome.mistakes : [];
}

function only(changes: object): ScenarioMistake {
  const mistakes = mistakesIn(changes);
  assert.equal(mistakes.length, 1, JSON.stringify(mistakes));
  return mistakes[0] as ScenarioMistake;
}

describe('readScenario', () => {
  it('reads the least that a scenario may say, with what is usual for the rest', () => {
    const outcome = readScenario(stringify(SCENARIO));
    assert.equal(outcome.kind, 'scenario');
    if (outcome.kind !== 'scenario') return;
    const { scenario, policies } = outcome.read;
    assert.equal(scenario.durationMs, 60_000);
    assert.deepEqual(
      scenario.providers.map(({ provider }) => provider.alias),
      ['primary', 'fallback'],
    );
    assert.equal(policies[0]?.settings.cooldownMs, 15_000);
  });

  it('names the place, what was found and what is allowed', () => {
    assert.deepEqual(only({ duration: 60 }), {
      where: 'duration',
      found: '60',
      allowed: 'a time such as 300ms, 90s, 5m or 1h',
    });
    const latency = only({ providers: { primary: { first_token: { lognormal: { p50: '1s' } } } } });
    assert.equal(latency.where, 'providers.primary.first_token');
    assert.match(latency.allowed, /lognormal: \{p50: 400ms, p95: 1200ms\}/);
    const preset = only({ policies: { A: { preset: 'gatway' } } });
    assert.equal(preset.where, 'policies.A.preset');
    assert.equal(preset.found, '"gatway"');
    assert.match(preset.allowed, /gateway, bedrock, direct/);
  });

  it('knows the setting that was meant', () => {
    const mistake = only({ traffic: { per_secnd: 1 } });
    assert.equal(mistake.where, 'traffic.per_secnd');
    assert.match(mistake.allowed, /^per_second \(the nearest\)/);
  });

  it('names a kind of failure that does not exist', () => {
    const mistake = only({ providers: { primary: { errors: { srver: 0.1 } } } });
    assert.equal(mistake.where, 'providers.primary.errors.srver');
    assert.match(mistake.allowed, /server/);
  });

  it('refuses what no router takes', () => {
    const mistake = only({ policies: { A: { chain: ['third'] } } });
    assert.equal(mistake.where, 'policies.A');
    assert.match(mistake.allowed, /"third".*known: primary, fallback/);
  });

  it('refuses expectations that cannot be read, and lists the figures', () => {
    const mistake = only({ expect: ['availability >= 99', 'cots < 1'] });
    assert.equal(mistake.where, 'expect[1]');
    assert.match(mistake.allowed, /cost_per_1000/);
  });

  it('refuses more than it would play, or nothing at all', () => {
    assert.match(only({ duration: '30d', traffic: { per_second: 1_000 } }).allowed, /20000000/);
    assert.match(only({ traffic: { per_second: 0 } }).where, /requests/);
    assert.match(only({ policies: {} }).where, /policies/);
  });

  it('refuses phases that are out of order, or flap by halves', () => {
    const phases = [
      { from: '0s', per_second: 1 },
      { from: '0s', per_second: 2 },
    ];
    assert.equal(only({ traffic: { phases } }).where, 'traffic.phases');
    const flapping = { phases: [{ from: '0s', until: '5s', every: '1s' }] };
    assert.equal(only({ providers: { primary: flapping } }).where, 'providers.primary.phases[0]');
  });

  it('says where a text is no YAML, or no scenario at all', () => {
    const [broken, other] = ['title: [', '- a list'].map(readScenario);
    assert.match(broken?.kind === 'mistakes' ? (broken.mistakes[0]?.found ?? '') : '', /no YAML: .*line 1/);
    assert.equal(other?.kind === 'mistakes' ? other.mistakes[0]?.where : '', 'the file');
  });

  it('takes no name from outside for a property of its own', () => {
    const outcome = readScenario(
      'title: x\nduration: 1m\ntraffic: {}\nproviders: {primary: {}}\npolicies: {A: {}}\n__proto__: {polluted: 1}\nexpect: ["constructor > 1"]',
    );
    assert.equal(outcome.kind, 'mistakes');
    assert.equal('polluted' in {}, false);
  });
});
