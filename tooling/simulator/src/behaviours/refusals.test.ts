import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PROTOCOL_NAMES, type ProtocolName } from '../protocols/protocol.ts';
import { PROVIDER_ERROR_KINDS } from '../protocols/provider-error.ts';
import { at } from '../testing/read-events.ts';
import type { Heard } from '../testing/raw-call.ts';
import { setUp } from '../testing/set-up.ts';

function document(heard: Heard) {
  return JSON.parse(heard.body.toString('utf8'));
}

/** Bedrock has no object around it. */
function messageIn(heard: Heard) {
  return document(heard).message ?? at(document(heard), 'error', 'message');
}

describe('the refusing behaviours', () => {
  for (const protocol of PROTOCOL_NAMES) {
    it(`status answers with the error body of ${protocol}`, async () => {
      await using world = await setUp();
      const heard = await world.ask({ protocol, stream: true, play: 'status=503' });
      assert.equal(heard.status, 503);
      assert.equal(heard.headers.get('content-type'), 'application/json');
      assert.equal(typeof messageIn(heard), 'string');
    });
  }

  it('status keeps the answer for what is no error', async () => {
    await using world = await setUp();
    const heard = await world.ask({ play: 'status=202' });
    assert.equal(heard.status, 202);
    assert.equal(typeof at(document(heard), 'choices', 0, 'message', 'content'), 'string');
  });

  const CODES: readonly (readonly [
    kind: string,
    protocol: ProtocolName,
    status: number,
    code: string,
    path: string,
  ])[] = [
    ['auth', 'openai', 401, 'invalid_api_key', 'code'],
    ['quota', 'openai', 429, 'insufficient_quota', 'code'],
    ['rate-limit', 'openai', 429, 'rate_limit_exceeded', 'code'],
    ['context-length', 'openai', 400, 'context_length_exceeded', 'code'],
    ['content-filter', 'openai', 400, 'content_filter', 'code'],
    ['not-found', 'openai', 404, 'model_not_found', 'code'],
    ['auth', 'anthropic', 401, 'authentication_error', 'type'],
    ['payment', 'anthropic', 402, 'billing_error', 'type'],
    ['rate-limit', 'anthropic', 429, 'rate_limit_error', 'type'],
    ['overloaded', 'anthropic', 529, 'overloaded_error', 'type'],
    ['context-length', 'anthropic', 400, 'invalid_request_error', 'type'],
    ['quota', 'generate', 429, 'quota', 'code'],
    ['context-length', 'generate', 400, 'context_length', 'code'],
  ];
  for (const [kind, protocol, status, code, path] of CODES) {
    it(`error=${kind} is ${status} ${code} in ${protocol}`, async () => {
      await using world = await setUp();
      const heard = await world.ask({ protocol, play: `error=${kind}` });
      assert.equal(heard.status, status);
      assert.equal(at(document(heard), 'error', path), code);
    });
  }

  it('error names its type in a header in bedrock', async () => {
    await using world = await setUp();
    const named = async (kind: string) => {
      const heard = await world.ask({ protocol: 'bedrock', play: `error=${kind}` });
      return [heard.status, heard.headers.get('x-amzn-errortype')];
    };
    assert.deepEqual(await named('rate-limit'), [429, 'ThrottlingException:']);
    assert.deepEqual(await named('forbidden'), [403, 'AccessDeniedException:']);
    assert.deepEqual(await named('context-length'), [400, 'ValidationException:']);
  });

  it('error knows every kind in every protocol', async () => {
    await using world = await setUp();
    for (const protocol of PROTOCOL_NAMES) {
      for (const kind of PROVIDER_ERROR_KINDS) {
        const heard = await world.ask({ protocol, play: `error=${kind}` });
        assert.ok(heard.status >= 400 && heard.ending === 'complete', `${protocol} ${kind}: ${heard.status}`);
      }
    }
  });

  it("message replaces the provider's words", async () => {
    await using world = await setUp();
    for (const protocol of PROTOCOL_NAMES) {
      const heard = await world.ask({ protocol, play: 'error=quota,message=secret-words' });
      assert.equal(messageIn(heard), 'secret-words');
    }
  });

  it('redirect names another address', async () => {
    await using world = await setUp();
    const heard = await world.ask({ play: 'redirect' });
    assert.equal(heard.status, 307);
    assert.equal(heard.headers.get('location'), 'http://elsewhere.invalid/v1');
    world.play({ redirect: 'http://127.0.0.1:9/v1' });
    assert.equal((await world.ask()).headers.get('location'), 'http://127.0.0.1:9/v1');
  });

  it('remaining speaks in the headers of the protocol', async () => {
    await using world = await setUp();
    const openai = await world.ask({ play: 'remaining=12' });
    assert.equal(openai.headers.get('x-ratelimit-remaining-requests'), '12');
    const anthropic = await world.ask({ protocol: 'anthropic', play: 'remaining=0' });
    assert.equal(anthropic.headers.get('anthropic-ratelimit-requests-remaining'), '0');
  });

  it('content-type claims something else, or nothing', async () => {
    await using world = await setUp();
    const html = await world.ask({ stream: true, play: 'content-type=html' });
    assert.match(html.headers.get('content-type') ?? '', /^text\/html/);
    assert.match(html.body.toString(), /^data: /);
    assert.equal((await world.ask({ play: 'content-type=none' })).headers.has('content-type'), false);
    const odd = await world.ask({ play: 'content-type=application/x-ndjson' });
    assert.equal(odd.headers.get('content-type'), 'application/x-ndjson');
  });
});

describe('retry-after', () => {
  const FORMS: readonly (readonly [written: string, header: string, value: string])[] = [
    ['2', 'retry-after', '2'],
    ['date:30', 'retry-after', 'Fri, 20 Nov 2026 09:00:30 GMT'],
    ['ms:250', 'retry-after-ms', '250'],
    ['reset:20', 'x-ratelimit-reset-requests', '20s'],
    ['past-date', 'retry-after', 'Wed, 21 Oct 2015 07:28:00 GMT'],
    ['negative', 'retry-after', '-30'],
    ['garbage', 'retry-after', 'soon, hopefully'],
    ['huge', 'retry-after', '1000000000'],
  ];
  for (const [written, header, value] of FORMS) {
    it(`${written} is ${header}: ${value}`, async () => {
      await using world = await setUp();
      const heard = await world.ask({ play: `status=429,retry-after=${written}` });
      assert.equal(heard.headers.get(header), value);
    });
  }
});

describe('body', () => {
  it('html, text, nothing and odd JSON keep the status they are given', async () => {
    await using world = await setUp();
    const html = await world.ask({ play: 'status=502,body=html' });
    assert.equal(html.status, 502);
    assert.match(html.body.toString(), /^<!doctype html>/);
    assert.equal((await world.ask({ stream: true, play: 'body=html' })).status, 200);
    assert.match((await world.ask({ play: 'status=503,body=text' })).body.toString(), /^upstream connect error/);
    const empty = await world.ask({ play: 'status=500,body=empty' });
    assert.deepEqual([empty.status, empty.body.length, empty.ending], [500, 0, 'complete']);
    assert.equal((await world.ask({ play: 'body=json-list' })).body.toString(), '[]');
    assert.equal((await world.ask({ play: 'body=json-null' })).body.toString(), 'null');
  });

  it('gzip-garbage claims to be gzip and cannot be read', async () => {
    await using world = await setUp();
    const heard = await world.ask({ play: 'body=gzip-garbage' });
    assert.equal(heard.headers.get('content-encoding'), 'gzip');
    const { gunzipSync } = await import('node:zlib');
    assert.throws(() => gunzipSync(heard.body));
  });

  it('truncated-json breaks off', async () => {
    await using world = await setUp();
    const heard = await world.ask({ play: 'status=500,body=truncated-json' });
    assert.equal(heard.ending, 'complete');
    assert.throws(() => document(heard), SyntaxError);
  });
});
