import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { finish, say, scriptedModel } from '@naru/language-model/testing';
import { startTestServer } from '../testing/start-test-server.ts';

type TestServer = Awaited<ReturnType<typeof startTestServer>>;
let server: TestServer;
const model = scriptedModel('primary', [[say('네.'), finish]]);

before(async () => {
  server = await startTestServer({ models: { primary: model } });
});
after(() => server[Symbol.asyncDispose]());

const JSON_TYPE = { 'content-type': 'application/json' };
const SECRET = 'zebra-of-the-customer';
const POSTS = ['/v1/chat', '/v1/chat/stream', '/v1/chat/completions'] as const;
const deep = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

interface Hostile {
  readonly name: string;
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body: string | Buffer;
}

const CASES: readonly Hostile[] = [
  { name: 'half an object', status: 400, body: `{"message": "${SECRET}` },
  { name: 'nothing', status: 400, body: '' },
  { name: 'null', status: 400, body: 'null' },
  { name: 'a number', status: 400, body: '7' },
  { name: 'an array', status: 400, body: '[]' },
  { name: 'an empty object', status: 400, body: '{}' },
  { name: '__proto__', status: 400, body: '{"__proto__": {"isOperator": true}, "message": "x"}' },
  { name: 'constructor.prototype', status: 400, body: '{"constructor": {"prototype": {"x": 1}}, "message": "x"}' },
  { name: 'brackets a thousand deep', status: 400, body: `{"messages": ${deep(1_000)}, "message": ${deep(1_000)}}` },
  { name: 'brackets a hundred thousand deep', status: 400, body: `{"x": ${deep(100_000)}}` },
  { name: 'text of another type', status: 415, headers: { 'content-type': 'text/plain' }, body: 'hello' },
  { name: 'a form', status: 415, headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'message=x' },
  { name: 'a type that is none', status: 415, headers: { 'content-type': 'application' }, body: '{}' },
  {
    name: 'a compressed body',
    status: 415,
    headers: { ...JSON_TYPE, 'content-encoding': 'gzip' },
    body: Buffer.from([31, 139]),
  },
  { name: 'bytes that are no text', status: 400, body: Buffer.from([0xff, 0xfe, 0x00]) },
  {
    name: 'objects where words belong',
    status: 400,
    body: '{"message": {"$gt": ""}, "model": {"$gt": ""}, "messages": {"$gt": ""}}',
  },
];

async function send(path: string, { headers = JSON_TYPE, body }: Omit<Hostile, 'name' | 'status'>): Promise<Response> {
  return fetch(server.publicUrl + path, { method: 'POST', headers, body: body as NonNullable<RequestInit['body']> });
}

describe('bad input', () => {
  for (const path of POSTS) {
    for (const hostile of CASES) {
      it(`${path} refuses ${hostile.name} with ${hostile.status}, in its own shape, repeating nothing`, async () => {
        const response = await send(path, hostile);
        const text = await response.text();
        assert.equal(response.status, hostile.status);
        assertShape(path, JSON.parse(text));
        assert.doesNotMatch(text, new RegExp(`${SECRET}|    at |node_modules|FST_ERR`));
        assert.equal(model.calls.length, 0);
      });
    }
  }

  it('lets no body through that is larger than its class of route allows', async () => {
    const body = JSON.stringify({ message: 'x'.repeat(300_000), model: 'auto', messages: [] });
    assert.equal((await send('/v1/chat', { body })).status, 413);
    assert.equal((await send('/v1/chat/completions', { body })).status, 400, 'the gateway takes 8 MiB');
    const login = await fetch(`${server.internalUrl}/internal/login`, {
      method: 'POST',
      headers: JSON_TYPE,
      body: JSON.stringify({ token: 'x'.repeat(70_000) }),
    });
    assert.equal(login.status, 413);
  });

  const ids = [
    '..%2f..%2fetc',
    '%00',
    '%0d%0aset-cookie:%20x=y',
    'a'.repeat(300),
    '%ED%95%9C',
    'constructor',
    '__proto__',
  ];
  for (const id of ids) {
    it(`finds no conversation named ${id.slice(0, 30)}`, async () => {
      const cookie = 'naru_customer=0123456789abcdef0123456789abcdef';
      const response = await fetch(`${server.publicUrl}/v1/chat/${id}`, { headers: { cookie } });
      assert.ok([400, 404].includes(response.status), String(response.status));
      assert.equal(response.headers.get('set-cookie'), null);
    });
  }

  it('answers an address that cannot be decoded, or is endless, with an error of its own', async () => {
    assert.equal((await fetch(`${server.publicUrl}/v1/chat/%zz`)).status, 400);
    assert.equal((await fetch(`${server.publicUrl}/v1/chat/${'a'.repeat(5_000)}`)).status, 414);
  });

  it('takes a request id only when it is harmless', async () => {
    const given = async (id: string): Promise<string | null> =>
      (await fetch(`${server.publicUrl}/livez`, { headers: { 'x-request-id': id } })).headers.get('x-request-id');
    assert.equal(await given('order-12345'), 'order-12345');
    const uuid = '018f6b1e-7c2a-7d3e-9b4f-0a1b2c3d4e5f';
    assert.equal(await given(uuid), uuid);
    for (const id of ['short', 'has space in it', 'x'.repeat(65), '<script>alert(1)</script>']) {
      assert.match((await given(id)) ?? '', /^[0-9a-f]{32}$/);
    }
    // What may be somebody's number, or a key, goes into every log line otherwise.
    for (const id of ['010-2468-1357', '01024681357', '4111-2222-3333-4444', '900101-1234567', 'sk-0a1b2c3d4e5f']) {
      assert.match((await given(id)) ?? '', /^[0-9a-f]{32}$/, id);
    }
  });

  it('keeps a line break in a header from becoming another header', async () => {
    const answer = await raw('GET /livez HTTP/1.1\r\nhost: x\r\nx-request-id: abcdefgh\rset-cookie: a=b\r\n\r\n');
    assert.match(answer, /^HTTP\/1\.1 400 /);
    assert.doesNotMatch(answer, /set-cookie/);
  });

  it('answers bytes that are not HTTP, and headers without end, in the internal shape', async () => {
    assert.match(await raw('hello\r\n\r\n'), /^HTTP\/1\.1 400 [^]*"code":"invalid_request"/);
    assert.match(await raw(`GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`), /^HTTP\/1\.1 431 /);
  });

  it('takes no request that is framed in two ways', async () => {
    const head = 'POST /v1/chat HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n';
    assert.match(
      await raw(`${head}content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`),
      /^HTTP\/1\.1 400 /,
    );
    assert.match(await raw(`${head}content-length: 4\r\ncontent-length: 5\r\n\r\nnull`), /^HTTP\/1\.1 400 /);
  });

  it('names the methods that a path takes when asked with another', async () => {
    const response = await fetch(`${server.publicUrl}/v1/chat/completions`, { method: 'DELETE' });
    assert.equal(response.status, 405);
    assert.equal(response.headers.get('allow'), 'POST');
    assertShape('/v1/chat/completions', await response.json());
  });

  it('logs no word of what was sent', async () => {
    await send('/v1/chat', { body: `{"message": "${SECRET}", "assistant": 7}` });
    await send('/v1/chat', { body: JSON.stringify({ message: SECRET }) });
    assert.doesNotMatch(JSON.stringify(server.logger.entries), new RegExp(SECRET));
  });
});

function assertShape(path: string, body: unknown): void {
  const members = path === '/v1/chat/completions' ? ['error'] : ['code', 'message', 'retryable', 'traceId'];
  assert.deepEqual(Object.keys(body as object).toSorted(), members);
}

function raw(text: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const { hostname, port } = new URL(server.publicUrl);
  const socket = connect(Number(port), hostname, () => socket.write(text));
  let answer = '';
  socket.on('data', bytes => (answer += bytes.toString()));
  socket.on('close', () => resolve(answer));
  socket.on('error', reject);
  return promise;
}
