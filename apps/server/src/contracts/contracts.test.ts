import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, it } from 'node:test';
import { fail, finish, say, scriptedModel } from '@naru/language-model/testing';
import { LEDGER_GROUPS } from '@naru/api-contract';
import { aReport } from '@naru/reports/testing';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { SignJWT } from 'jose';
import { OPERATOR_TOKEN, startTestServer } from '../testing/start-test-server.ts';
import { CONTRACT_NAMES, contractDocuments } from './contract-documents.ts';

const SHOP_SECRET = 'a shop secret that is long enough for HS256';
const ROOT = resolve(import.meta.dirname, '../../../..');
const read = (path: string): string => readFileSync(resolve(ROOT, path), 'utf8');

/** What is wrong with a value, by the schema file as others will use it. */
function complaintsOf(name: (typeof CONTRACT_NAMES)[number], value: unknown): unknown {
  const ajv = new Ajv2020({ allErrors: true });
  ajv.validate(JSON.parse(read(`contracts/${name}.schema.json`)) as object, value);
  return ajv.errors ?? [];
}

describe('contracts (V-API-1)', () => {
  for (const [path, text] of contractDocuments()) {
    it(`${path} is what the source says`, () => assert.equal(read(path), text));
  }
  for (const name of CONTRACT_NAMES) {
    it(`${name}: the sample keeps to the schema`, () => {
      assert.deepEqual(complaintsOf(name, JSON.parse(read(`contracts/${name}.sample.json`))), []);
    });
    it(`${name}: a missing member is noticed`, () => {
      assert.notDeepEqual(complaintsOf(name, {}), []);
    });
  }

  for (const message of ['배송은?', '없음']) {
    it(`a real answer to ${message}, and the decision behind it, keep to their schemas`, async () => {
      await using server = await startTestServer({
        models: {
          primary: scriptedModel('primary', [[fail('server', { status: 503 })]]),
          second: scriptedModel('second', [[say('이틀 걸립니다 [1].'), finish]]),
        },
      });
      const response = await fetch(`${server.publicUrl}/v1/chat`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ message }),
      });
      const answer = (await response.json()) as { session_id: string; message_id: string };
      assert.deepEqual(complaintsOf('chat-json-answer', answer), []);
      const path = `/v1/chat/${encodeURIComponent(answer.session_id)}/decision/${answer.message_id}`;
      const panel = await fetch(server.publicUrl + path, { headers: { authorization: `Bearer ${OPERATOR_TOKEN}` } });
      assert.equal(panel.status, 200);
      assert.deepEqual(complaintsOf('decision-panel', await panel.json()), []);
    });
  }

  it('real tickets keep to their schemas', async () => {
    await using server = await startTestServer({
      models: { primary: scriptedModel('primary', [[say('네'), finish]]) },
      http: { userTokens: { secret: SHOP_SECRET } },
    });
    const token = await new SignJWT({})
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject('42')
      .setExpirationTime('1h')
      .sign(new TextEncoder().encode(SHOP_SECRET));
    const url = `${server.publicUrl}/api/v1/support/tickets`;
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    for (const message of ['전할 말이 있습니다', '전할 말이 있습니다!']) {
      const opened = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ message }) });
      assert.deepEqual(complaintsOf('support-ticket-response', await opened.json()), []);
    }
    const listed = await fetch(url, { headers });
    assert.deepEqual(complaintsOf('support-ticket-list-response', await listed.json()), []);
    const operator = { authorization: `Bearer ${OPERATOR_TOKEN}` };
    const desk = await fetch(`${server.internalUrl}/internal/tickets`, { headers: operator });
    assert.deepEqual(complaintsOf('operator-ticket-list-response', await desk.json()), []);
  });

  it('the real list of reports and a real report keep to their schemas', async () => {
    await using server = await startTestServer({
      models: { primary: scriptedModel('primary', [[finish]]) },
      reports: [aReport()],
    });
    for (const [name, path] of [
      ['report-list-response', '/v1/reports'],
      ['report-response', `/v1/reports/${aReport().id}`],
    ] as const) {
      const response = await fetch(server.publicUrl + path);
      assert.equal(response.status, 200);
      assert.deepEqual(complaintsOf(name, await response.json()), [], name);
    }
  });

  it('real answers to an operator keep to their schemas, before and after a provider broke', async () => {
    await using server = await startTestServer({
      models: {
        primary: scriptedModel('primary', [[fail('rate_limited', { status: 429, retryAfterMs: 30_000 })]]),
        second: scriptedModel('second', [[say('네'), finish]]),
      },
      router: {
        budgets: [{ period: 'hour', hardMicros: 1_000_000 }],
        canary: { provider: 'nobody', share: 0.5 },
        intents: { REFUND: 'second' },
      },
    });
    const headers = { authorization: `Bearer ${OPERATOR_TOKEN}`, 'content-type': 'application/json' };
    const complaints = async (name: (typeof CONTRACT_NAMES)[number], path: string, body?: object) => {
      const method = body ? 'POST' : 'GET';
      const response = await fetch(server.internalUrl + path, {
        method,
        headers,
        ...(body && { body: JSON.stringify(body) }),
      });
      assert.equal(response.status, 200);
      return complaintsOf(name, await response.json());
    };
    const question = JSON.stringify({ model: 'auto', messages: [{ role: 'user', content: 'x' }] });
    const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: question };
    for (const round of ['before', 'after']) {
      const snapshot = await complaints('chat-provider-snapshot-response', '/internal/chat/providers');
      assert.deepEqual(snapshot, [], round);
      const explained = await complaints('rag-explain-response', '/internal/rag/explain', { query: '배송은?' });
      assert.deepEqual(explained, [], round);
      for (const by of LEDGER_GROUPS) {
        assert.deepEqual(await complaints('ledger-response', `/internal/ledger?by=${by}`), [], `${round} ${by}`);
      }
      assert.deepEqual(await complaints('report-list-response', '/internal/reports'), [], round);
      await (await fetch(`${server.publicUrl}/v1/chat/completions`, post)).text();
      server.router.overrides.put({ act: { kind: 'block', provider: 'primary' }, ttlMs: 60_000, reason: 'x' }, 'kim');
    }
  });
});
