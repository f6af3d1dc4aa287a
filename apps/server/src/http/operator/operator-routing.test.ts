import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LlmRouting, ProviderSnapshot } from '@naru/api-contract';
import { fail, finish, say, scriptedModel } from '@naru/language-model/testing';
import type { RouterSettings } from '@naru/router';
import { supportIntent } from '@naru/support';
import { OPERATOR_TOKEN, startTestServer } from '../../testing/start-test-server.ts';
import { until } from '../../testing/until.ts';

const OVERRIDES = '/internal/chat/providers/overrides';

async function setUp(router: Partial<RouterSettings> = {}) {
  const answers = (text: string) => Array.from({ length: 5 }, () => [say(text), finish]);
  const server = await startTestServer({
    models: { primary: scriptedModel('primary', answers('하나')), second: scriptedModel('second', answers('둘')) },
    router,
    intentRules: { ofQuestion: (_model, text) => supportIntent(text), riskOf: () => 'high' },
    retrieve: () => ({
      sources: [{ id: 'a#b', docId: 'a', anchor: 'b', title: '배송', text: '이틀 걸립니다.', quote: '이틀 걸립니다.' }],
      coverage: 1,
      nearness: 0.5,
      speaksOfSomething: true,
    }),
  });
  const send = (method: string, path: string, body?: unknown, raw?: string) =>
    fetch(server.internalUrl + path, {
      method,
      headers: {
        authorization: `Bearer ${OPERATOR_TOKEN}`,
        ...((body !== undefined || raw !== undefined) && { 'content-type': 'application/json' }),
      },
      ...((body !== undefined || raw !== undefined) && { body: raw ?? JSON.stringify(body) }),
    });
  const ask = async () => {
    const response = await fetch(`${server.publicUrl}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'auto', messages: [{ role: 'user', content: '배송은?' }] }),
    });
    await response.text();
    return [response.headers.get('x-naru-provider'), response.headers.get('x-naru-decision')];
  };
  return { server, send, ask };
}

async function json<Body>(response: Response): Promise<Body> {
  assert.equal(response.status, 200, await response.clone().text());
  return (await response.json()) as Body;
}

describe('overrides (R-OPS-1)', () => {
  it('act on the next request, end by their id, and every act is in the audit with author and reason', async () => {
    const { server, send, ask } = await setUp();
    await using _server = server;
    assert.deepEqual(await ask(), ['primary', 'default']);

    const wish = { kind: 'force', provider: 'second', ttl_sec: 300, reason: 'primary writes nonsense' };
    const made = await json<{ id: string; author: string; replaced: string[] }>(await send('PUT', OVERRIDES, wish));
    assert.deepEqual([made.author, made.replaced], ['environment', []]);
    assert.deepEqual(await ask(), ['second', 'forced']);
    const listed = await json<{ overrides: { id: string; ttl_left_sec: number }[] }>(await send('GET', OVERRIDES));
    assert.deepEqual(
      listed.overrides.map(({ id }) => id),
      [made.id],
    );
    assert.ok((listed.overrides[0]?.ttl_left_sec ?? 0) > 290);

    await json(await send('DELETE', `${OVERRIDES}/${made.id}`));
    assert.deepEqual(await ask(), ['primary', 'default']);
    assert.equal((await send('DELETE', `${OVERRIDES}/${made.id}`)).status, 404);

    const audit = await json<{ entries: { action: string; author: string; reason: string; override: object }[] }>(
      await send('GET', '/internal/audit?kind=override'),
    );
    assert.deepEqual(audit.entries.map(({ action, author, reason }) => [action, author, reason]).toSorted(), [
      ['ended', 'environment', 'primary writes nonsense'],
      ['made', 'environment', 'primary writes nonsense'],
    ]);
    assert.deepEqual(audit.entries[0]?.override, { id: made.id, kind: 'force', provider: 'second' });
  });

  it('take the place of one for the same, and all end at once', async () => {
    const { server, send, ask } = await setUp();
    await using _server = server;
    const force = (provider: string) => send('PUT', OVERRIDES, { kind: 'force', provider, ttl_sec: 60, reason: 'x' });
    const first = await json<{ id: string }>(await force('second'));
    const next = await json<{ id: string; replaced: string[] }>(await force('primary'));
    assert.deepEqual(next.replaced, [first.id]);
    await json(await send('PUT', OVERRIDES, { kind: 'block', provider: 'primary', ttl_sec: 60, reason: 'x' }));
    assert.deepEqual(await ask(), ['second', 'blocklist']);
    const { ended } = await json<{ ended: object[] }>(await send('DELETE', OVERRIDES));
    assert.equal(ended.length, 2);
    assert.deepEqual(await ask(), ['primary', 'default']);
  });

  for (const [what, wish] of [
    ['drain', { kind: 'drain', provider: 'primary' }],
    ['a canary with all it needs', { kind: 'canary', provider: 'second', share: 0.1 }],
    ['cost steering', { kind: 'cost_steering', enabled: true }],
    ['an intent', { kind: 'intent', intent: 'REFUND', provider: 'second' }],
    ['none over a forced provider of the settings', { kind: 'force', provider: 'none' }],
  ] as const) {
    it(`may be ${what}`, async () => {
      const { server, send } = await setUp();
      await using _server = server;
      const made = await json<object>(await send('PUT', OVERRIDES, { ...wish, ttl_sec: 1, reason: 'x' }));
      assert.deepEqual({ ...made, ...wish }, made);
    });
  }

  for (const [what, wish, told] of [
    ['a provider that is nobody', { kind: 'force', provider: 'nobody' }, /known: primary, second/],
    ['no provider', { kind: 'block' }, /provider/],
    ['a kind that does not exist', { kind: 'explode', provider: 'primary' }, /kind/],
    ['a member that does not belong', { kind: 'force', provider: 'primary', share: 1 }, /share/],
    ['a time of a month', { kind: 'force', provider: 'primary', ttl_sec: 2_600_000 }, /ttl_sec/],
    ['no reason', { kind: 'force', provider: 'primary', reason: '' }, /reason/],
    ['a share of two', { kind: 'canary', provider: 'second', share: 2 }, /share/],
    ['a canary where none is configured and none is named', { kind: 'canary', enabled: true }, /provider and share/],
  ] as const) {
    it(`are refused with ${what}, in words that help`, async () => {
      const { server, send } = await setUp();
      await using _server = server;
      const response = await send('PUT', OVERRIDES, { ttl_sec: 60, reason: 'x', ...wish });
      const { error } = (await response.json()) as { error: { code: string; message: string } };
      assert.deepEqual([response.status, error.code], [400, 'invalid_request']);
      assert.match(error.message, told);
      assert.deepEqual(server.router.overrides.list(), []);
    });
  }
});

describe('the audit', () => {
  it('refuses another kind, a limit out of bounds and an instant that is none', async () => {
    const { server, send } = await setUp();
    await using _server = server;
    for (const query of ['kind=other', 'limit=0', 'limit=501', 'before=yesterday', 'cursor=x', 'cursor=LTEgYQ']) {
      assert.equal((await send('GET', `/internal/audit?${query}`)).status, 400, query);
    }
    const before = await json(await send('GET', '/internal/audit?before=2020-01-01T00:00:00Z'));
    assert.deepEqual(before, { entries: [], next_cursor: null });
  });

  it('is paged by a cursor, so that acts of one millisecond are all seen, each once', async () => {
    const { server, send } = await setUp();
    await using _server = server;
    const made = { kind: 'override', action: 'made', act: { kind: 'drain', provider: 'primary' } } as const;
    const audit = ['a', 'b', 'c', 'd', 'e'].map(id => ({
      ...made,
      id: `${id} made`,
      atMs: 1_000,
      overrideId: id,
      author: 'kim',
      reason: 'x',
    }));
    await server.overrideStore.apply({ made: [], endedIds: [], audit });
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor === '' ? 'limit=2' : `limit=2&cursor=${cursor}`;
      const page: { entries: { override: { id: string } }[]; next_cursor: string | null } = await json(
        await send('GET', `/internal/audit?${query}`),
      );
      seen.push(...page.entries.map(({ override }) => override.id));
      cursor = page.next_cursor;
    }
    assert.deepEqual(seen, ['e', 'd', 'c', 'b', 'a']);
  });
});

describe('the snapshot of the providers (R-OPS-2)', () => {
  it('shows chain, health, cooldowns, breakers, overrides and spend as they are', async () => {
    await using server = await startTestServer({
      models: {
        primary: scriptedModel('primary', [[fail('server', { status: 503 })]]),
        second: scriptedModel('second', [[say('네'), finish]]),
      },
      router: { budgets: [{ period: 'day', softMicros: 500_000, hardMicros: 1_000_000 }] },
    });
    const headers = { authorization: `Bearer ${OPERATOR_TOKEN}` };
    const question = JSON.stringify({ model: 'auto', messages: [{ role: 'user', content: 'x' }] });
    const asked = await fetch(`${server.publicUrl}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: question,
    });
    await asked.text();
    server.router.overrides.put({ act: { kind: 'drain', provider: 'second' }, ttlMs: 60_000, reason: 'x' }, 'kim');

    const response = await fetch(`${server.internalUrl}/internal/chat/providers`, { headers });
    const snapshot = await json<ProviderSnapshot>(response);
    assert.deepEqual(snapshot.final_chain, ['primary']);
    assert.equal(snapshot.policy.name, 'default');
    const [primary, second] = snapshot.provider_stats;
    assert.deepEqual([primary?.state, primary?.samples, primary?.consecutive_failures], ['cooling', 1, 1]);
    assert.deepEqual([second?.position, second?.dropped_by, second?.why], [null, 'blocklist', 'drained']);
    assert.deepEqual(
      snapshot.cooldowns.map(({ provider, left_ms }) => [provider, left_ms > 0]),
      [['primary', true]],
    );
    assert.deepEqual(
      snapshot.breakers.map(({ provider, state }) => [provider, state]),
      [
        ['primary', 'cooling'],
        ['second', 'closed'],
      ],
    );
    assert.deepEqual(snapshot.controls.drained, ['second']);
    assert.deepEqual(snapshot.overrides[0]?.author, 'kim');
    assert.deepEqual(
      snapshot.spend.budgets.map(({ name, soft, hard }) => [name, soft, hard]),
      [['all, day', 0.5, 1]],
    );
  });

  it('knows every policy and provider by name, and refuses others by naming those', async () => {
    const { server, send } = await setUp();
    await using _server = server;
    const alone = await json<ProviderSnapshot>(await send('GET', '/internal/chat/providers?policy=second&mode=json'));
    assert.deepEqual(alone.final_chain, ['second']);
    assert.deepEqual(
      alone.provider_stats.map(({ alias, position }) => [alias, position]),
      [
        ['primary', null],
        ['second', 0],
      ],
    );
    const refused = await send('GET', '/internal/chat/providers?policy=__proto__');
    assert.equal(refused.status, 400);
    assert.match(await refused.text(), /default/);
  });
});

describe('explaining a query (R-OPS-3)', () => {
  const explain = '/internal/rag/explain';
  type Explanation = {
    retrieval: { hits: { n: number; doc_id: string; quote: string }[] };
    reason_code: string;
    llm_routing: LlmRouting;
  };

  it('tells the hits and the routing, with exactly the members of the specification', async () => {
    const { server, send } = await setUp();
    await using _server = server;
    const { retrieval, llm_routing } = await json<Explanation>(await send('POST', explain, { query: '환불해 주세요' }));
    assert.deepEqual(
      retrieval.hits.map(({ n, doc_id, quote }) => [n, doc_id, quote]),
      [[1, 'a', '이틀 걸립니다.']],
    );
    assert.deepEqual(
      Object.keys(llm_routing).toSorted(),
      [
        'blocklist',
        'forced',
        'forced_blocked',
        'intent',
        'cost',
        'health',
        'quality',
        'canary',
        'cooldown',
        'final_chain',
        'provider_stats',
        'stages',
      ].toSorted(),
    );
    assert.deepEqual([llm_routing.intent.name, llm_routing.intent.risk], ['REFUND', 'high']);
    assert.equal(llm_routing.stages.length, 13);
    assert.equal(llm_routing.forced_blocked, false);
  });

  it('says what the real path then does, overrides included', async () => {
    const { server, send, ask } = await setUp({ intents: { SHIPPING: 'second' } });
    await using _server = server;
    const before = await json<Explanation>(await send('POST', explain, { query: '배송은?' }));
    assert.deepEqual([before.llm_routing.final_chain[0], before.reason_code], await ask());
    assert.deepEqual(await ask(), ['second', 'intent']);

    await json(await send('PUT', OVERRIDES, { kind: 'force', provider: 'primary', ttl_sec: 60, reason: 'x' }));
    await json(await send('PUT', OVERRIDES, { kind: 'block', provider: 'primary', ttl_sec: 60, reason: 'x' }));
    const { llm_routing } = await json<Explanation>(await send('POST', explain, { query: '배송은?' }));
    assert.equal(llm_routing.forced_blocked, true);
    assert.deepEqual(llm_routing.blocklist.blocked, ['primary']);
    assert.deepEqual(llm_routing.final_chain, ['second']);
  });

  it('counts what the real path then reads: rules, sources, the history of the session, and the answer', async () => {
    const { server, send } = await setUp();
    await using _server = server;
    const chat = async (sessionId?: string): Promise<string> => {
      const response = await fetch(`${server.publicUrl}/v1/chat`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie: 'naru_customer=0123456789abcdef0123456789abcdef' },
        body: JSON.stringify({ message: '배송은?', ...(sessionId !== undefined && { session_id: sessionId }) }),
      });
      return (await json<{ session_id: string }>(response)).session_id;
    };
    const tokens = async (sessionId?: string): Promise<number> => {
      const body = { query: '배송은?', ...(sessionId !== undefined && { session_id: sessionId }) };
      return (await json<{ context_tokens: number }>(await send('POST', explain, body))).context_tokens;
    };
    const fresh = await tokens();
    const sessionId = await chat();
    const second = await tokens(sessionId);
    await chat(sessionId);
    const ever = { sinceMs: 0, untilMs: Infinity, limit: 9 };
    await until(async () => (await server.ledger.decisions(ever)).length === 2);
    const recorded = (await server.ledger.decisions(ever)).map(({ features }) => features.needs.contextTokens);
    assert.deepEqual(recorded, [fresh, second]);
    assert.ok(second > fresh);
  });

  it('takes intent, tenant, tier, mode and session from the body', async () => {
    const { server, send } = await setUp({
      tenants: { shop: { providers: ['second'] } },
      intents: { REFUND: 'second' },
    });
    await using _server = server;
    const body = { query: '안녕', intent: 'refund', tenant: 'shop', tier: 'gold', mode: 'json', session_id: 's' };
    const { llm_routing } = await json<Explanation>(await send('POST', explain, body));
    assert.deepEqual(llm_routing.final_chain, ['second']);
    assert.deepEqual([llm_routing.intent.code, llm_routing.intent.name], ['selected', 'REFUND']);
  });

  it('changes nothing, also a thousand times (R-DEC-4)', async () => {
    const { server, send, ask } = await setUp();
    await using _server = server;
    await ask();
    const before = server.router.healthHash();
    for (let round = 0; round < 10; round += 1) {
      const all = Array.from({ length: 100 }, () => send('POST', explain, { query: '배송은?' }));
      for (const response of await Promise.all(all)) await json(response);
    }
    assert.equal(server.router.healthHash(), before);
  });

  for (const [what, raw] of [
    ['a body that is no JSON', '{'],
    ['an empty body', ''],
    ['no query', '{}'],
    ['a blank query', '{"query": "  "}'],
    ['a query that is a number', '{"query": 7}'],
    ['a mode that does not exist', '{"query": "x", "mode": "fax"}'],
    ['a list', '[]'],
    ['null', 'null'],
    ['a prototype', '{"query": "x", "__proto__": {}}'],
  ] as const) {
    it(`answers ${what} with 400 invalid_request`, async () => {
      const { server, send } = await setUp();
      await using _server = server;
      const response = await send('POST', explain, undefined, raw);
      const { error } = (await response.json()) as { error: { code: string } };
      assert.deepEqual([response.status, error.code], [400, 'invalid_request']);
    });
  }

  it('answers a body that is no JSON by its own word likewise', async () => {
    const { server } = await setUp();
    await using _server = server;
    const headers = { authorization: `Bearer ${OPERATOR_TOKEN}`, 'content-type': 'text/plain' };
    const response = await fetch(server.internalUrl + explain, { method: 'POST', headers, body: 'query' });
    const { error } = (await response.json()) as { error: { code: string } };
    assert.deepEqual([response.status, error.code], [400, 'invalid_request']);
  });
});
