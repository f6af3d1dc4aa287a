import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aProvider } from '@naru/router/testing';
import type { RouterEvent } from '@naru/router';
import { fail, finish, say, scriptedModel } from '@naru/language-model/testing';
import { Registry } from 'prom-client';
import { OPERATOR_TOKEN, startTestServer } from '../testing/start-test-server.ts';
import { RouterMetrics } from './router-metrics.ts';

const COMPLETION = JSON.stringify({ model: 'auto', messages: [{ role: 'user', content: 'x' }] });

async function scrape(internalUrl: string): Promise<string> {
  const response = await fetch(`${internalUrl}/metrics`, { headers: { authorization: `Bearer ${OPERATOR_TOKEN}` } });
  return response.text();
}

function complete(url: string): Promise<Response> {
  return fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: COMPLETION,
  });
}

describe('metrics (routing.md, Metrics)', () => {
  it('count routes, failovers and skips under the names and labels of the contract', async () => {
    await using server = await startTestServer({
      models: {
        primary: scriptedModel('primary', [[fail('server')]]),
        second: scriptedModel('second', [[say('네.'), finish]]),
      },
    });
    await complete(server.publicUrl);
    await complete(server.publicUrl);
    const text = await scrape(server.internalUrl);
    const expected = [
      'chat_provider_route_total{provider="primary",result="error",mode="json"} 1',
      'chat_provider_route_total{provider="second",result="ok",mode="json"} 2',
      'chat_provider_route_total{provider="primary",result="cooldown_skip",mode="json"} 1',
      'chat_provider_failover_total{from="primary",to="second",reason="server",mode="json"} 1',
      'http_request_duration_seconds_count{listener="public",method="POST",route="/v1/chat/completions",status="200"} 2',
    ];
    for (const line of expected) assert.ok(text.includes(line), line);
  });

  for (const [forced, reason, provider] of [
    ['second', 'selected', 'second'],
    ['nobody', 'not_found', 'unknown'],
  ] as const) {
    it(`count a forced provider as ${reason}`, async () => {
      const answer = [[say('네.'), finish]] as const;
      await using server = await startTestServer({
        models: { primary: scriptedModel('primary', answer), second: scriptedModel('second', answer) },
        router: { forced },
      });
      await complete(server.publicUrl);
      const line = `chat_provider_forced_route_total{provider="${provider}",reason="${reason}",mode="json"} 1`;
      assert.ok((await scrape(server.internalUrl)).includes(line), line);
    });
  }

  it('count a forced provider that a blocklist holds as blocked', async () => {
    const answer = [[say('네.'), finish]] as const;
    await using server = await startTestServer({
      models: { primary: scriptedModel('primary', answer), second: scriptedModel('second', answer) },
      router: { forced: 'second', blocklist: ['second'] },
    });
    await complete(server.publicUrl);
    const line = 'chat_provider_forced_route_total{provider="second",reason="blocked",mode="json"} 1';
    assert.ok((await scrape(server.internalUrl)).includes(line), line);
  });

  it('tell how turns ended', async () => {
    await using server = await startTestServer({
      models: { primary: scriptedModel('primary', [[say('네 [1].'), finish]]) },
    });
    await fetch(`${server.publicUrl}/v1/chat`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"message":"배송은?"}',
    });
    const text = await scrape(server.internalUrl);
    assert.ok(text.includes('chat_turns_total{assistant="support",finish="complete",status="ok"} 1'));
    assert.ok(text.includes('chat_turn_first_word_seconds_count{assistant="support"} 1'));
  });

  it('show the price of a thousand tokens as the mean of input and output', async () => {
    const registry = new Registry();
    const metrics = new RouterMetrics(registry);
    const prices = { inputMicrosPer1k: 1_000, outputMicrosPer1k: 3_000, cacheReadMicrosPer1k: 0 };
    metrics.configure([aProvider({ alias: 'primary', prices }), aProvider({ alias: 'unpriced' })]);
    const text = await registry.metrics();
    assert.match(text, /chat_provider_cost_per_1k\{provider="primary"\} 0\.002/);
    assert.doesNotMatch(text, /unpriced/);
  });

  it('get no series from who calls or what for: ten thousand providers that nobody configured are one', async () => {
    const registry = new Registry();
    const metrics = new RouterMetrics(registry);
    metrics.configure([aProvider({ alias: 'primary' })]);
    for (let count = 0; count < 10_000; count += 1) metrics.on(failedOver(`https://host-${count}.example`));
    const series = (await registry.metrics())
      .split('\n')
      .filter(line => line.startsWith('chat_provider_failover_total{'));
    assert.deepEqual(series, [
      'chat_provider_failover_total{from="unknown",to="primary",reason="server",mode="json"} 10000',
    ]);
  });
});

function failedOver(from: string): RouterEvent {
  const labels = { requestId: 'request-1', traceId: 'trace-1' };
  return { type: 'failed-over', from, to: 'primary', reason: 'server', labels, mode: 'json', decisionId: 'decision-1' };
}
