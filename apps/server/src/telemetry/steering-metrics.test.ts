import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fail, finish, say, scriptedModel } from '@naru/language-model/testing';
import type { RouterSettings } from '@naru/router';
import { Registry } from 'prom-client';
import { OPERATOR_TOKEN, startTestServer } from '../testing/start-test-server.ts';
import { ClosedLabels } from './closed-labels.ts';
import { SteeringMetrics } from './steering-metrics.ts';

const ANSWERS = Array.from({ length: 5 }, () => [say('네.'), finish]);

async function setUp(router: Partial<RouterSettings>) {
  const server = await startTestServer({
    models: { primary: scriptedModel('primary', ANSWERS), second: scriptedModel('second', ANSWERS) },
    router,
    prices: { inputMicrosPer1k: 1_000_000, outputMicrosPer1k: 1_000_000, cacheReadMicrosPer1k: 1_000_000 },
    intentRules: { ofQuestion: () => undefined, riskOf: intent => (intent === 'REFUND' ? 'high' : 'normal') },
  });
  const ask = async (intent: string) => {
    const response = await fetch(`${server.publicUrl}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-naru-intent': intent },
      body: JSON.stringify({ model: 'auto', messages: [{ role: 'user', content: 'x' }] }),
    });
    await response.text();
  };
  const lines = async () => {
    const headers = { authorization: `Bearer ${OPERATOR_TOKEN}` };
    return (await (await fetch(`${server.internalUrl}/metrics`, { headers })).text()).split('\n');
  };
  return { server, ask, lines };
}

describe('metrics of steering (routing.md, Metrics)', () => {
  it('count cost steering: selected, and passed by for high-risk queries', async () => {
    const { server, ask, lines } = await setUp({ cost: { steering: true, lowCostProvider: 'second' } });
    await using _server = server;
    await ask('GENERAL');
    await ask('REFUND');
    const text = await lines();
    assert.ok(text.includes('chat_provider_cost_steer_total{provider="second",reason="selected",mode="json"} 1'));
    assert.ok(
      text.includes('chat_provider_cost_steer_total{provider="second",reason="high_risk_bypass",mode="json"} 1'),
    );
  });

  it('count a low-cost provider that is nobody as not_found, and none at all as not_configured', async () => {
    for (const [cost, provider, reason] of [
      [{ steering: true, lowCostProvider: 'https://nobody.example' }, 'unknown', 'not_found'],
      [{ steering: true }, 'none', 'not_configured'],
    ] as const) {
      const { server, ask, lines } = await setUp({ cost });
      await using _server = server;
      await ask('GENERAL');
      const line = `chat_provider_cost_steer_total{provider="${provider}",reason="${reason}",mode="json"} 1`;
      assert.ok((await lines()).includes(line), line);
    }
  });

  it('count routes by intent, and let no caller make a series of a word of their own', async () => {
    const { server, ask, lines } = await setUp({ intents: { REFUND: 'second', ORDER: 'nobody' } });
    await using _server = server;
    for (const intent of ['REFUND', 'ORDER', 'GENERAL', 'MADE_UP_1', 'MADE_UP_2']) await ask(intent);
    const own = (await lines()).filter(line => line.startsWith('chat_provider_intent_route_total{'));
    assert.deepEqual(own.toSorted(), [
      'chat_provider_intent_route_total{intent="GENERAL",provider="none",reason="no_policy",mode="json"} 1',
      'chat_provider_intent_route_total{intent="ORDER",provider="unknown",reason="not_found",mode="json"} 1',
      'chat_provider_intent_route_total{intent="REFUND",provider="second",reason="selected",mode="json"} 1',
      'chat_provider_intent_route_total{intent="unknown",provider="none",reason="no_policy",mode="json"} 2',
    ]);
  });

  it('show quality by provider and intent, and count who is promoted over a bad head', async () => {
    const { server, ask, lines } = await setUp({ quality: { minSamples: 1 } });
    await using _server = server;
    for (const kind of ['groundedness', 'actionability', 'resolution'] as const) {
      server.router.observeQuality({ provider: 'primary', intent: 'GENERAL', kind, value: 0 });
    }
    await ask('GENERAL');
    const text = await lines();
    assert.ok(text.includes('chat_provider_quality_weight{provider="primary",intent="GENERAL"} 0'));
    assert.equal(text.filter(line => line.startsWith('chat_provider_quality_promote_total{')).length, 0);

    for (const kind of ['groundedness', 'actionability', 'resolution'] as const) {
      server.router.observeQuality({ provider: 'second', intent: 'GENERAL', kind, value: 0 });
    }
    await ask('GENERAL');
    const line =
      'chat_provider_quality_promote_total{provider="none",intent="GENERAL",reason="none_above_cutline",mode="json"} 1';
    assert.ok((await lines()).includes(line), line);
  });

  it('show health as routing uses it: 1 until there are samples enough, penalty and state at once', async () => {
    const models = {
      primary: scriptedModel('primary', [[fail('server')]]),
      second: scriptedModel('second', ANSWERS),
    };
    for (const [minSample, score] of [
      [20, 1],
      [1, 0],
    ] as const) {
      await using server = await startTestServer({ models, router: { health: { minSample } } });
      const body = JSON.stringify({ model: 'auto', messages: [{ role: 'user', content: 'x' }] });
      const headers = { 'content-type': 'application/json' };
      await (await fetch(`${server.publicUrl}/v1/chat/completions`, { method: 'POST', headers, body })).text();
      const text = await server.registry.metrics();
      for (const line of [
        `chat_provider_health_score{provider="primary"} ${score}`,
        'chat_provider_health_penalty{provider="primary"} 0.1',
        'chat_provider_health_score{provider="second"} 1',
        'chat_provider_breaker_state{provider="primary",state="cooling"} 1',
        'chat_provider_breaker_state{provider="primary",state="open"} 0',
        'chat_ledger_rows{state="lost"} 0',
      ]) {
        assert.ok(text.includes(`${line}\n`), line);
      }
    }
  });

  it('count what instances share and cannot reach, and canaries that end by themselves', async () => {
    const registry = new Registry();
    const metrics = new SteeringMetrics(registry, new ClosedLabels());
    metrics.on({ type: 'shared-state-failed', operation: 'put' });
    metrics.on({ type: 'canary-aborted', provider: 'https://gone.example', reason: 'errors' });
    const text = await registry.metrics();
    assert.match(text, /chat_provider_shared_state_failure_total\{operation="put"\} 1/);
    assert.match(text, /chat_provider_canary_abort_total\{provider="unknown",reason="errors"\} 1/);
  });

  it('show what was spent and what a budget has left, and count the acts of operators', async () => {
    const { server, ask, lines } = await setUp({ budgets: [{ period: 'day', hardMicros: 2_000_000 }] });
    await using _server = server;
    await ask('GENERAL');
    server.router.overrides.put({ act: { kind: 'drain', provider: 'second' }, ttlMs: 60_000, reason: 'x' }, 'kim');
    const text = await lines();
    const spent = text.find(line => line.startsWith('chat_provider_spend_total{provider="primary"} '));
    const remaining = text.find(line => line.startsWith('chat_budget_remaining{budget="all, day"} '));
    assert.ok(Number(spent?.split(' ').at(-1)) > 0);
    assert.ok(Number(remaining?.split(' ').at(-1)) < 2);
    assert.ok(text.includes('chat_provider_override_total{kind="drain",action="made"} 1'));
  });
});
