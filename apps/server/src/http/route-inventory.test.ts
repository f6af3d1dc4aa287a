import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { finish, say, scriptedModel } from '@naru/language-model/testing';
import { OPERATOR_TOKEN, startTestServer } from '../testing/start-test-server.ts';

type Credentials = 'none' | 'customer' | 'operator' | 'viewer' | 'key';
type Row = Readonly<Record<Credentials, number>>;

const row = (none: number, customer: number, operator: number, viewer: number, key: number): Row => ({
  none,
  customer,
  operator,
  viewer,
  key,
});
/** Open to everybody, whatever they carry. */
const open = (status: number): Row => row(status, status, status, status, status);
/** For customers: an operator's token or a gateway key is no customer's token. */
const customers = (status: number): Row => row(status, status, 401, 401, 401);
const JSON_QUESTION = { message: '배송은?' };
const STREAM_QUESTION = { messages: [{ role: 'user', parts: [{ type: 'text', text: '배송은?' }] }] };
const COMPLETION = { model: 'auto', messages: [{ role: 'user', content: 'x' }] };

/** Every route with what each kind of caller gets. A route without a row fails the test below. */
const PUBLIC: Readonly<Record<string, { readonly row: Row; readonly body?: object }>> = {
  'GET /livez': { row: open(200) },
  'GET /readyz': { row: open(200) },
  'GET /': { row: open(503) },
  'HEAD /': { row: open(503) },
  'GET /assets/:file': { row: open(404) },
  'HEAD /assets/:file': { row: open(404) },
  'GET /favicon.ico': { row: open(404) },
  'HEAD /favicon.ico': { row: open(404) },
  'GET /v1/page': { row: customers(200) },
  'GET /ws': { row: open(426) },
  'POST /v1/ws-ticket': { row: customers(200) },
  'GET /v1/reports': { row: open(200) },
  // A visitor with nothing but a cookie has no tickets here.
  'POST /api/v1/support/tickets': { row: open(401), body: { message: '환불이 안 돼요' } },
  'GET /api/v1/support/tickets': { row: open(401) },
  'GET /api/v1/support/tickets/:number': { row: open(401) },
  'GET /v1/reports/:id': { row: open(404) },
  'GET /v1/demo-customers': { row: open(200) },
  'POST /v1/sign-in': { row: row(401, 401, 401, 401, 401) },
  'POST /v1/sign-out': { row: open(204) },
  ...Object.fromEntries(
    ['/v1/chat', '/chat'].map(path => [`POST ${path}`, { row: customers(200), body: JSON_QUESTION }]),
  ),
  ...Object.fromEntries(
    ['/v1/chat/stream', '/chat/stream', '/api/chat'].map(path => [
      `POST ${path}`,
      { row: customers(200), body: STREAM_QUESTION },
    ]),
  ),
  ...Object.fromEntries(
    ['/v1/chat', '/chat', '/v1/chat/stream', '/chat/stream', '/api/chat'].flatMap(root => [
      [`GET ${root}/:id`, { row: customers(404) }],
      [`GET ${root}/:id/stream`, { row: customers(204) }],
      [`POST ${root}/:id/stop`, { row: customers(204) }],
      [`POST ${root}/:id/feedback`, { row: customers(404), body: { message_id: 'message-1', kind: 'up' } }],
      // Nothing is there for an operator either: no such message.
      [`GET ${root}/:id/decision/:messageId`, { row: open(404) }],
    ]),
  ),
  ...Object.fromEntries(
    ['/v1/chat', '/chat'].flatMap(root => [
      [`GET ${root}/session/state`, { row: customers(400) }],
      [`POST ${root}/session/reset`, { row: customers(400), body: {} }],
    ]),
  ),
  'POST /v1/chat/completions': { row: row(401, 401, 401, 401, 200), body: COMPLETION },
  'GET /v1/models': { row: row(401, 401, 401, 401, 200) },
  'GET /v1/models/:id': { row: row(401, 401, 401, 401, 404) },
};

const operators = (status: number): Row => row(401, 401, status, status, 401);
/** What changes something: not for viewers. */
const writers = (status: number): Row => row(401, 401, status, 403, 401);
const OVERRIDE = { kind: 'block', provider: 'primary', ttl_sec: 60, reason: 'test' };
const REPORT = { title: '제목', headline: '한 줄', summary: '요약', sections: [{ heading: '절', body: '글' }] };
const INTERNAL: typeof PUBLIC = {
  'GET /livez': { row: open(200) },
  'GET /readyz': { row: open(200) },
  'GET /metrics': { row: operators(200) },
  'GET /docs': { row: operators(200) },
  'GET /docs/public.json': { row: operators(200) },
  'GET /docs/internal.json': { row: operators(200) },
  'POST /internal/login': { row: open(401), body: { token: 'wrong' } },
  'POST /internal/logout': { row: open(204) },
  'GET /internal/chat/providers': { row: operators(200) },
  'GET /internal/chat/providers/overrides': { row: operators(200) },
  'PUT /internal/chat/providers/overrides': { row: writers(200), body: OVERRIDE },
  'DELETE /internal/chat/providers/overrides': { row: writers(200) },
  'DELETE /internal/chat/providers/overrides/:id': { row: writers(404) },
  'GET /internal/chat/session/state': { row: operators(400) },
  'POST /internal/chat/session/reset': { row: writers(400), body: {} },
  'GET /internal/audit': { row: operators(200) },
  'GET /internal/ledger': { row: operators(200) },
  'GET /internal/daily-report': { row: operators(200) },
  'GET /internal/events': { row: operators(200) },
  // It must be said by what to count.
  'GET /internal/events/counts': { row: operators(400) },
  'GET /internal/incidents': { row: operators(200) },
  'GET /internal/incidents/:id': { row: operators(404) },
  'POST /internal/incidents/:id/acknowledge': { row: writers(404) },
  'GET /internal/tickets': { row: writers(200) },
  'POST /internal/tickets/:number/status': { row: writers(404), body: { status: 'closed' } },
  'GET /internal/decisions': { row: operators(200) },
  'GET /internal/decisions/:id': { row: operators(404) },
  'GET /internal/reports': { row: operators(200) },
  'PUT /internal/reports/:id': { row: writers(200), body: REPORT },
  'POST /internal/rag/explain': { row: operators(200), body: { query: '배송은?' } },
  'POST /internal/config/reload': { row: row(401, 401, 200, 403, 401) },
};

const API_KEY = 'gateway-key-for-tests';

async function setUp() {
  const { sha256Hex } = await import('@naru/kernel');
  const server = await startTestServer({
    models: { primary: scriptedModel('primary', [[say('네 [1].'), finish]]) },
    http: { apiKeys: [{ hash: sha256Hex(API_KEY), tenant: 'shop' }] },
  });
  const viewer = server.operatorTokens.add('viewer', 'viewer', 0);
  const headers: Readonly<Record<Credentials, Record<string, string>>> = {
    none: {},
    customer: { cookie: 'naru_customer=0123456789abcdef0123456789abcdef' },
    operator: { authorization: `Bearer ${OPERATOR_TOKEN}` },
    viewer: { authorization: `Bearer ${viewer}` },
    key: { authorization: `Bearer ${API_KEY}` },
  };
  return { server, headers };
}

describe('route inventory (D1)', () => {
  for (const [listener, table] of Object.entries({ public: PUBLIC, internal: INTERNAL })) {
    it(`has a row for every route of the ${listener} listener, and no row without a route`, async () => {
      const { server } = await setUp();
      await using _server = server;
      const face = listener === 'public' ? server.face.publicListener : server.face.internalListener;
      assert.deepEqual(face.routes().toSorted(), Object.keys(table).toSorted());
    });

    for (const [route, { row, body }] of Object.entries(table)) {
      it(`${listener} ${route} lets in whom it should`, async () => {
        const { server, headers } = await setUp();
        await using _server = server;
        const [method = '', pattern = ''] = route.split(' ');
        const path = pattern.replace(':messageId', 'message-1').replace(/:\w+/, 'thing-1');
        const url = (listener === 'public' ? server.publicUrl : server.internalUrl) + path;
        const seen: Record<string, number> = {};
        for (const [credentials, given] of Object.entries(headers)) {
          const json = body ? { 'content-type': 'application/json' } : {};
          const response = await fetch(url, {
            method,
            headers: { ...given, ...json },
            ...(body && { body: JSON.stringify(body) }),
          });
          await response.text();
          seen[credentials] = response.status;
        }
        assert.deepEqual(seen, row);
      });
    }
  }
});
