import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sha256Hex } from '@naru/kernel';
import { finish, say, scriptedModel } from '@naru/language-model/testing';
import { SignJWT } from 'jose';
import { createBrowser } from '../testing/browser.ts';
import { OPERATOR_TOKEN, startTestServer, type TestServerOptions } from '../testing/start-test-server.ts';

const COMPLETION = JSON.stringify({ model: 'auto', messages: [{ role: 'user', content: 'x' }] });
const JSON_TYPE = { 'content-type': 'application/json' };
const JWT_SECRET = 'a shop secret that is long enough for HS256';

function setUp(http: TestServerOptions['http'] = {}) {
  return startTestServer({ models: { primary: scriptedModel('primary', [[say('네 [1].'), finish]]) }, http });
}

function complete(url: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { ...JSON_TYPE, ...headers },
    body: COMPLETION,
  });
}

describe('the gateway (V-NET-1)', () => {
  it('is closed on a public address until a key is configured', async () => {
    await using server = await setUp({ allowsOpenGateway: false });
    const response = await complete(server.publicUrl, { authorization: 'Bearer anything' });
    assert.equal(response.status, 401);
    assert.match(((await response.json()) as { error: { message: string } }).error.message, /NARU_API_KEYS/);
  });

  it('takes a configured key and no other, also on loopback', async () => {
    await using server = await setUp({ apiKeys: [{ hash: sha256Hex('key-a'), tenant: 'shop' }] });
    assert.equal((await complete(server.publicUrl, { authorization: 'Bearer key-a' })).status, 200);
    assert.equal((await complete(server.publicUrl, { authorization: 'Bearer key-b' })).status, 401);
    assert.equal((await complete(server.publicUrl)).status, 401);
  });

  it('counts each key for itself', async () => {
    const apiKeys = ['key-a', 'key-b'].map(key => ({ hash: sha256Hex(key), tenant: undefined }));
    await using server = await setUp({ apiKeys, keyPerMinute: 1 });
    assert.equal((await complete(server.publicUrl, { authorization: 'Bearer key-a' })).status, 200);
    const limited = await complete(server.publicUrl, { authorization: 'Bearer key-a' });
    assert.equal(limited.status, 429);
    assert.ok(Number(limited.headers.get('retry-after')) >= 1);
    assert.equal((await complete(server.publicUrl, { authorization: 'Bearer key-b' })).status, 200);
  });

  it('refuses a web page whose name was made to point here', async () => {
    await using server = await setUp();
    assert.equal((await complete(server.publicUrl, { origin: 'https://evil.example' })).status, 403);
    assert.equal((await complete(server.publicUrl, { origin: 'http://localhost:3000' })).status, 200);
  });
});

describe('addresses (V-SEC-1)', () => {
  it('may send so many requests a minute, page files and health aside', async () => {
    await using server = await setUp({ addressPerMinute: 2 });
    assert.equal((await fetch(`${server.publicUrl}/v1/page`)).status, 200);
    assert.equal((await fetch(`${server.publicUrl}/v1/page`)).status, 200);
    const limited = await fetch(`${server.publicUrl}/v1/page`);
    assert.equal(limited.status, 429);
    assert.equal(((await limited.json()) as { code: string }).code, 'RATE_LIMITED');
    assert.equal((await fetch(`${server.publicUrl}/livez`)).status, 200);
  });

  it('are counted also where nothing is', async () => {
    await using server = await setUp({ addressPerMinute: 1 });
    assert.equal((await fetch(`${server.publicUrl}/nothing`)).status, 404);
    assert.equal((await fetch(`${server.publicUrl}/nothing`)).status, 429);
  });

  it('cannot be made up by a header, unless a proxy in front is trusted', async () => {
    await using server = await setUp({ addressPerMinute: 1 });
    const ask = (address: string) => fetch(`${server.publicUrl}/v1/page`, { headers: { 'x-forwarded-for': address } });
    assert.equal((await ask('10.0.0.1')).status, 200);
    assert.equal((await ask('10.0.0.2')).status, 429);
    await using behindProxy = await setUp({ addressPerMinute: 1, trustedProxies: 1 });
    const askBehind = (address: string) =>
      fetch(`${behindProxy.publicUrl}/v1/page`, { headers: { 'x-forwarded-for': address } });
    assert.equal((await askBehind('6.6.6.6, 10.0.0.1')).status, 200);
    assert.equal((await askBehind('7.7.7.7, 10.0.0.1')).status, 429, 'only the last hop is believed');
    assert.equal((await askBehind('10.0.0.2')).status, 200);
  });
});

describe('operators', () => {
  it('are asked for a token on the internal listener, also on loopback', async () => {
    await using server = await setUp();
    assert.equal((await fetch(`${server.internalUrl}/metrics`)).status, 401);
    const headers = { authorization: `Bearer ${OPERATOR_TOKEN}` };
    assert.equal((await fetch(`${server.internalUrl}/metrics`, { headers })).status, 200);
  });

  it('are everybody where tokens are switched off', async () => {
    await using server = await setUp({ operatorAccess: { kind: 'off' } });
    assert.equal((await fetch(`${server.internalUrl}/metrics`)).status, 200);
  });

  it('change nothing by cookie from a foreign page', async () => {
    await using server = await setUp();
    const login = await fetch(`${server.internalUrl}/internal/login`, {
      method: 'POST',
      headers: JSON_TYPE,
      body: JSON.stringify({ token: OPERATOR_TOKEN }),
    });
    const cookie = login.headers.getSetCookie()[0]!.split(';')[0]!;
    const reload = (headers: Record<string, string>) =>
      fetch(`${server.internalUrl}/internal/config/reload`, { method: 'POST', headers: { cookie, ...headers } });
    assert.equal((await reload({ origin: server.internalUrl })).status, 200);
    assert.equal((await reload({ origin: 'https://evil.example' })).status, 401);
    assert.equal((await reload({ origin: 'null' })).status, 401);
    assert.equal((await reload({ 'sec-fetch-site': 'cross-site' })).status, 401);
  });
});

describe('customers (C-ID-1)', () => {
  const token = (subject: string, expires = '1m', secret = JWT_SECRET) =>
    new SignJWT({})
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(subject)
      .setExpirationTime(expires)
      .sign(new TextEncoder().encode(secret));
  const ask = (url: string, headers: Record<string, string>) =>
    fetch(`${url}/v1/chat`, { method: 'POST', headers: { ...JSON_TYPE, ...headers }, body: '{"message":"배송은?"}' });

  it('are known by the token that the shop signed', async () => {
    await using server = await setUp({ userTokens: { secret: JWT_SECRET } });
    const response = await ask(server.publicUrl, { authorization: `Bearer ${await token('kim')}` });
    assert.equal(response.status, 200);
    assert.match(((await response.json()) as { session_id: string }).session_id, /^u:kim:[0-9a-f]{32}$/);
    assert.equal(response.headers.get('set-cookie'), null);
  });

  it('are refused with a token that is over, of another secret, or unsigned', async () => {
    await using server = await setUp({ userTokens: { secret: JWT_SECRET } });
    const unsigned = `${btoa('{"alg":"none"}')}.${btoa('{"sub":"kim","exp":9999999999}')}.`;
    const bad = [await token('kim', '-2m'), await token('kim', '1m', 'x'.repeat(40)), unsigned, 'nonsense'];
    for (const each of bad) {
      const response = await ask(server.publicUrl, { authorization: `Bearer ${each}` });
      assert.equal(response.status, 401);
      assert.equal(((await response.json()) as { code: string }).code, 'UNAUTHENTICATED');
    }
  });

  it('exchange the token for a cookie, and are strangers again after signing out', async () => {
    await using server = await setUp({ userTokens: { secret: JWT_SECRET } });
    const browser = createBrowser(server.publicUrl);
    const signIn = await browser.fetch(`${server.publicUrl}/v1/sign-in`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await token('kim:park')}` },
    });
    assert.equal(signIn.status, 200);
    assert.match(signIn.headers.getSetCookie()[0]!, /HttpOnly; SameSite=Lax$/);
    const session = async () => {
      const headers = JSON_TYPE;
      const response = await browser.fetch(`${server.publicUrl}/v1/chat`, {
        method: 'POST',
        headers,
        body: '{"message":"배송은?"}',
      });
      return ((await response.json()) as { session_id: string }).session_id;
    };
    assert.match(await session(), /^u:h-[0-9a-f]{64}:/, 'a subject that cannot stand between colons is hashed');
    await browser.fetch(`${server.publicUrl}/v1/sign-out`, { method: 'POST' });
    assert.match(await session(), /^s:/);
  });

  it('cannot forge the cookie of a sign-in', async () => {
    await using server = await setUp({ userTokens: { secret: JWT_SECRET } });
    const claims = btoa(JSON.stringify({ purpose: 'customer', subject: 'kim', expiresAtMs: 9e15 })).replaceAll('=', '');
    const response = await ask(server.publicUrl, { cookie: `naru_user=${claims}.${'A'.repeat(43)}` });
    assert.match(((await response.json()) as { session_id: string }).session_id, /^s:/);
  });

  it('without a token get a cookie that no script reads, secure behind https', async () => {
    await using server = await setUp({ trustedProxies: 1 });
    const plain = await ask(server.publicUrl, {});
    assert.match(
      plain.headers.getSetCookie()[0]!,
      /^naru_customer=[0-9a-f]{32}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/,
    );
    const secure = await ask(server.publicUrl, { 'x-forwarded-proto': 'https', 'x-forwarded-for': '10.0.0.1' });
    assert.match(secure.headers.getSetCookie()[0]!, /^__Host-naru_customer=.*; Secure$/);
    assert.match(secure.headers.get('strict-transport-security') ?? '', /^max-age=/);
  });

  it('change nothing by cookie from a foreign page (D26)', async () => {
    await using server = await setUp();
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
    ]) {
      const response = await ask(server.publicUrl, headers);
      assert.equal(response.status, 403);
      assert.equal(((await response.json()) as { code: string }).code, 'ORIGIN_DENIED');
    }
  });
});
