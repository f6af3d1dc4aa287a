import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LedgerReport } from '@naru/api-contract';
import { fail, finish, say, scriptedModel } from '@naru/language-model/testing';
import { configurationOf, replayDecision, type DecisionRecord, type RecordedConfiguration } from '@naru/router';
import { OPERATOR_TOKEN, startTestServer } from '../../testing/start-test-server.ts';
import { until } from '../../testing/until.ts';

const QUESTION = '비밀단어 배송은?';

async function setUp() {
  const server = await startTestServer({
    models: {
      primary: scriptedModel('primary', [[fail('server')], [say('네'), finish]]),
      second: scriptedModel('second', [[say('네'), finish]]),
    },
    prices: { inputMicrosPer1k: 1_000_000, outputMicrosPer1k: 2_000_000, cacheReadMicrosPer1k: 0 },
  });
  const get = async (path: string): Promise<readonly [number, unknown]> => {
    const headers = { authorization: `Bearer ${OPERATOR_TOKEN}` };
    const response = await fetch(server.internalUrl + path, { headers });
    return [response.status, await response.json()];
  };
  const ask = async (): Promise<void> => {
    const response = await fetch(`${server.publicUrl}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-naru-intent': 'REFUND' },
      body: JSON.stringify({ model: 'auto', messages: [{ role: 'user', content: QUESTION }] }),
    });
    assert.equal(response.status, 200);
    await response.text();
  };
  const written = (rows: number): Promise<void> =>
    until(async () => (await server.ledger.attempts({ sinceMs: 0, untilMs: Infinity, limit: 99 })).length === rows);
  return { server, get, ask, written };
}

describe('the ledger of operators (R-COST-2)', () => {
  it('adds up what was tried and spent', async () => {
    const { server, get, ask, written } = await setUp();
    await using _server = server;
    await ask();
    await written(2);
    const [status, body] = await get('/internal/ledger');
    assert.equal(status, 200);
    const { by, currency, lines, total } = body as LedgerReport;
    assert.deepEqual([by, currency], ['provider', 'USD']);
    // Ten tokens in and five out, at a whole unit and two per thousand; what failed may be billed for what it read.
    assert.deepEqual(
      lines.map(({ key, attempts, failures, cost }) => [key, attempts, failures, cost]),
      [
        ['second', 1, 0, 0.02],
        ['primary', 1, 1, 0.007],
      ],
    );
    assert.deepEqual([total.attempts, total.failures, total.cost], [2, 1, 0.027]);
    const [, byIntent] = await get('/internal/ledger?by=intent&limit=1');
    assert.deepEqual(
      (byIntent as LedgerReport).lines.map(({ key, decisions }) => [key, decisions]),
      [['REFUND', 1]],
    );
  });

  it('refuses what it cannot add up by, and a span that ends before it begins', async () => {
    const { server, get } = await setUp();
    await using _server = server;
    const backwards = 'since=2026-11-20T00:00:00Z&until=2026-11-19T00:00:00Z';
    for (const query of ['by=customer', 'limit=0', 'since=yesterday', backwards]) {
      assert.equal((await get(`/internal/ledger?${query}`))[0], 400, query);
    }
  });
});

describe('recorded decisions (R-DEC-3)', () => {
  it('come with what they were made from, so that they can be made again, and without anybody’s words', async () => {
    const { server, get, ask, written } = await setUp();
    await using _server = server;
    await ask();
    await written(2);
    const [status, body] = await get('/internal/decisions?limit=5');
    assert.equal(status, 200);
    const { decisions, configurations } = body as {
      decisions: readonly DecisionRecord[];
      configurations: readonly RecordedConfiguration[];
    };
    const [decision] = decisions;
    const [configuration] = configurations;
    assert.ok(decision && configuration && decisions.length === 1 && configurations.length === 1);
    const replay = replayDecision(decision, configurationOf(configuration));
    assert.ok(replay.kind === 'replayed' && replay.isSame);
    assert.ok(!JSON.stringify(body).includes('비밀단어'));
    assert.deepEqual((await get(`/internal/decisions/${decision.id}`))[1], body);
  });

  it('that nobody has recorded are not found', async () => {
    const { server, get } = await setUp();
    await using _server = server;
    const [status, body] = await get('/internal/decisions/nowhere');
    assert.equal(status, 404);
    assert.match(JSON.stringify(body), /No decision of that id is on record/);
  });
});
