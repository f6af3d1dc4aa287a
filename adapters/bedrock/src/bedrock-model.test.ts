import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import { FakeClock, settle } from '@naru/kernel/testing';
import { collectStream } from '@naru/language-model';
import { aModelCall, failureOf, hear, textOf } from '@naru/language-model/testing';
import { createBedrockModel } from './bedrock-model.ts';
import { openModel, someOptions } from './testing/open-model.ts';
import {
  event,
  exception,
  messageStart,
  messageStop,
  metadata,
  sendJson,
  startStream,
  streamMessages,
  text,
} from './testing/scripted-server.ts';

const WHOLE = [messageStart, text('안녕'), messageStop('end_turn'), metadata({ inputTokens: 3, outputTokens: 2 })];
const json = { settings: { mode: 'json' } } as const;

describe('usage', () => {
  const usage = { inputTokens: 10, outputTokens: 4, cacheReadInputTokens: 4_000, cacheWriteInputTokens: 90 };

  it('counts cache reads and writes as input, and reads also apart (stream)', async () => {
    await using opened = await openModel(response =>
      streamMessages(response, [messageStart, text('네'), messageStop('end_turn'), metadata(usage)]),
    );
    const { finish } = await collectStream(opened.model.stream(aModelCall()));
    assert.deepEqual(finish.usage, { inputTokens: 4_100, outputTokens: 4, cacheReadTokens: 4_000, estimated: false });
  });

  it('counts cache reads and writes as input, and reads also apart (json)', async () => {
    await using opened = await openModel(response =>
      sendJson(response, 200, { output: { message: { role: 'assistant', content: [{ text: '네' }] } }, usage }),
    );
    const { finish } = await collectStream(opened.model.stream(aModelCall(json)));
    assert.deepEqual(finish.usage, { inputTokens: 4_100, outputTokens: 4, cacheReadTokens: 4_000, estimated: false });
  });

  it('is estimated, and says so, where none came before the stream ended', async () => {
    await using opened = await openModel(response =>
      streamMessages(response, [messageStart, text('안녕하세요'), messageStop('end_turn')]),
    );
    const { finish } = await collectStream(opened.model.stream(aModelCall()));
    assert.equal(finish.usage.estimated, true);
    assert.ok(finish.usage.outputTokens > 0);
  });
});

describe('a stream', () => {
  it('gives what came with one read of the socket in one batch', async () => {
    await using opened = await openModel(response =>
      streamMessages(response, [messageStart, ...Array.from({ length: 100 }, () => text('말')), ...WHOLE.slice(2)]),
    );
    const heard = await hear(opened.model);
    assert.equal(textOf(heard.parts), '말'.repeat(100));
    assert.ok(heard.batches <= 5, `${heard.batches} batches for one write`);
  });

  it('keeps interleaved blocks apart, and gives an empty input as an empty object', async () => {
    const start = (contentBlockIndex: number, toolUseId: string): Buffer =>
      event('contentBlockStart', { contentBlockIndex, start: { toolUse: { toolUseId, name: `tool_${toolUseId}` } } });
    const delta = (contentBlockIndex: number, input: string): Buffer =>
      event('contentBlockDelta', { contentBlockIndex, delta: { toolUse: { input } } });
    const stop = (contentBlockIndex: number): Buffer => event('contentBlockStop', { contentBlockIndex });
    await using opened = await openModel(response =>
      streamMessages(response, [
        messageStart,
        start(1, 'a'),
        start(2, 'b'),
        start(3, 'c'),
        delta(1, '{"x'),
        delta(2, '{"y'),
        delta(1, '":1}'),
        delta(2, '":2}'),
        stop(2),
        stop(1),
        stop(3),
        messageStop('tool_use'),
        metadata(),
      ]),
    );
    const { toolCalls } = await collectStream(opened.model.stream(aModelCall()));
    assert.deepEqual(toolCalls, [
      { id: 'b', name: 'tool_b', inputText: '{"y":2}' },
      { id: 'a', name: 'tool_a', inputText: '{"x":1}' },
      { id: 'c', name: 'tool_c', inputText: '{}' },
    ]);
  });

  it('gives thoughts as reasoning, and passes over events of kinds unknown here', async () => {
    await using opened = await openModel(response =>
      streamMessages(response, [
        messageStart,
        event('somethingNew', { a: 1 }),
        event('contentBlockDelta', { contentBlockIndex: 0, delta: { reasoningContent: { text: '생각' } } }),
        event('contentBlockDelta', { contentBlockIndex: 0, delta: { reasoningContent: { signature: 'c2ln' } } }),
        ...WHOLE.slice(1),
      ]),
    );
    const answer = await collectStream(opened.model.stream(aModelCall()));
    assert.deepEqual([answer.reasoning, answer.text], ['생각', '안녕']);
  });

  it('without an event is empty; with a finish but no word it is for the router to judge', async () => {
    await using silent = await openModel(response => streamMessages(response, []));
    assert.equal(await failureOf(silent.model), 'empty');
    await using wordless = await openModel(response =>
      streamMessages(response, [messageStart, messageStop('end_turn')]),
    );
    assert.equal((await hear(wordless.model)).parts.at(-1)?.type, 'finish');
  });

  it('is withheld when the filter struck before any word, and ends so after some', async () => {
    for (const reason of ['content_filtered', 'guardrail_intervened']) {
      await using before = await openModel(response => streamMessages(response, [messageStart, messageStop(reason)]));
      assert.equal(await failureOf(before.model), 'content_filter');
      await using after = await openModel(response =>
        streamMessages(response, [messageStart, text('그'), messageStop(reason), metadata()]),
      );
      const { finish } = await collectStream(after.model.stream(aModelCall()));
      assert.deepEqual(finish.reason, { unified: 'content-filter', raw: reason });
    }
  });

  it('that claims a message of no length or of gigabytes is refused, not waited for', async () => {
    for (const [claim, kind] of [
      [0, 'stream_broken'],
      [15, 'stream_broken'],
      [0xffffffff, 'server'],
    ] as const) {
      const length = Buffer.alloc(64);
      length.writeUInt32BE(claim, 0);
      await using opened = await openModel(response => {
        startStream(response);
        response.write(Buffer.concat([messageStart, length]));
      });
      assert.equal(await failureOf(opened.model), kind, `${claim}`);
    }
  });

  it('with a wrong checksum is broken, and what came before is given', async () => {
    const damaged = Buffer.from(text('둘'));
    damaged[damaged.length - 1]! ^= 1;
    await using opened = await openModel(response => streamMessages(response, [messageStart, text('하나'), damaged]));
    const heard = await hear(opened.model);
    assert.deepEqual([heard.error?.kind, textOf(heard.parts)], ['stream_broken', '하나']);
  });

  it('is over five seconds after its stop reason, whatever is still owed (R-FO-7)', async () => {
    const clock = new FakeClock();
    await using opened = await openModel(
      response => {
        startStream(response);
        response.write(Buffer.concat([messageStart, text('다'), messageStop('end_turn')]));
      },
      { clock },
    );
    const parts: string[] = [];
    for await (const batch of opened.model.stream(aModelCall())) {
      parts.push(...batch.map(part => part.type));
      // What follows the stop reason has been read as far as it goes; time may pass.
      if (parts.includes('text-delta')) for (let turns = 0; turns < 50; turns += 1) await settle();
      await clock.advance(5_000);
    }
    assert.deepEqual(parts, ['response', 'text-delta', 'finish']);
    await opened.callerLeft;
  });
});

describe('an exception inside a stream', () => {
  const cases = [
    ['throttlingException', 'Too many requests', 'rate_limited'],
    ['serviceUnavailableException', 'later', 'server'],
    ['internalServerException', 'oops', 'server'],
    ['modelStreamErrorException', 'oops', 'stream_error'],
    ['validationException', 'Input is too long for requested model.', 'context_length'],
    ['validationException', 'canary-words', 'bad_request'],
    ['somethingNewException', 'canary-words', 'stream_error'],
  ] as const;
  for (const [type, message, kind] of cases) {
    it(`${type} is ${kind}, first or after words, and says nothing of its own`, async () => {
      for (const before of [[], [messageStart, text('앞')]]) {
        await using opened = await openModel(response =>
          streamMessages(response, [...before, exception(type, message)]),
        );
        const heard = await hear(opened.model);
        assert.equal(heard.error?.kind, kind);
        assert.equal(textOf(heard.parts), before.length > 0 ? '앞' : '');
        assert.ok(!inspect(heard.error, { depth: 9 }).includes(message));
      }
    });
  }
});

describe('a refusal', () => {
  const cases = [
    [429, 'ThrottlingException', 'slow down', 'rate_limited'],
    [429, 'ThrottlingException', 'Too many tokens per day', 'quota'],
    [400, 'ServiceQuotaExceededException', '', 'quota'],
    [403, 'AccessDeniedException', '', 'auth'],
    [403, 'UnrecognizedClientException', '', 'auth'],
    [400, 'ExpiredTokenException', '', 'auth'],
    [404, 'ResourceNotFoundException', '', 'not_found'],
    [408, 'ModelTimeoutException', '', 'timeout_total'],
    [424, 'ModelErrorException', '', 'server'],
    [429, 'ModelNotReadyException', '', 'server'],
    [500, 'InternalServerException', '', 'server'],
    [503, 'ServiceUnavailableException', '', 'server'],
    [400, 'ValidationException', 'Input is too long for requested model.', 'context_length'],
    [400, 'ValidationException', 'prompt is too long: 208310 tokens > 200000 maximum', 'context_length'],
    [400, 'ValidationException', 'Output blocked by content filtering policy', 'content_filter'],
    [400, 'ValidationException', 'messages: found nothing', 'bad_request'],
  ] as const;
  for (const [status, type, message, kind] of cases) {
    it(`${status} ${type} ${message} is ${kind}, asked for once, with its status kept`, async () => {
      await using opened = await openModel(response =>
        sendJson(response, status, { message }, { 'x-amzn-errortype': `${type}:http://internal/`, 'retry-after': '7' }),
      );
      const { error } = await hear(opened.model);
      assert.deepEqual(
        [error?.kind, error?.status, error?.retryAfterMs, error?.dispatched],
        [kind, status, 7_000, true],
      );
      assert.equal(opened.server.requests.length, 1);
    });
  }

  it('is known by its body where the header is missing, and by its status where both are', async () => {
    await using typed = await openModel(response =>
      sendJson(response, 400, { __type: 'com.amazon#ServiceQuotaExceededException' }),
    );
    assert.equal(await failureOf(typed.model), 'quota');
    await using bare = await openModel(response => {
      response.writeHead(502, { 'content-type': 'text/html' });
      response.end('<h1>Bad Gateway</h1>');
    });
    assert.equal(await failureOf(bare.model, json), 'server');
  });

  it('is not waited for when its body does not end', async () => {
    const clock = new FakeClock();
    await using opened = await openModel(
      response => {
        response.writeHead(503, { 'content-type': 'application/json' });
        response.write('{"mess');
      },
      { clock },
    );
    const failing = failureOf(opened.model);
    await settleUntil(() => opened.server.requests.length === 1 && clock.pending > 0);
    await clock.advance(1_000);
    assert.equal(await failing, 'server');
  });
});

describe('an answer that is none', () => {
  it('is the fault of the server', async () => {
    const bodies = ['null', '[]', '{"output":', '{}', '', '{"output":{"message":{"content":"x"}}}'];
    for (const body of bodies) {
      await using opened = await openModel(response => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(body);
      });
      assert.equal(await failureOf(opened.model, json), 'server', body);
      assert.equal(await failureOf(opened.model), 'server', body);
    }
    await using html = await openModel(response => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<p>');
    });
    assert.equal(await failureOf(html.model), 'server');
    await using packed = await openModel(response => sendJson(response, 200, {}, { 'content-encoding': 'gzip' }));
    assert.equal(await failureOf(packed.model, json), 'server');
  });
});

describe('connections', () => {
  it('serve again after a whole answer, in both modes', async () => {
    await using opened = await openModel((response, { path }) => {
      if (path.endsWith('stream')) return streamMessages(response, WHOLE);
      sendJson(response, 200, { output: { message: { role: 'assistant', content: [{ text: '네' }] } } });
    });
    for (const call of [{}, json, {}, json]) {
      assert.equal(await failureOf(opened.model, call), undefined);
      await settle();
    }
    assert.equal(opened.server.acceptedSockets, 1);
  });

  it('that went stale are replayed once on a new one, and nobody hears of it (R-FO-6)', async () => {
    await using opened = await openModel((response, _request, number) => {
      if (number === 1) return void response.socket?.resetAndDestroy();
      streamMessages(response, WHOLE);
    });
    assert.equal(await failureOf(opened.model), undefined);
    await settle();
    assert.equal(await failureOf(opened.model), undefined);
    assert.equal(opened.server.requests.length, 3);
    assert.equal(opened.server.acceptedSockets, 2);
  });

  it('that are new and reset are a network failure, asked for once', async () => {
    await using opened = await openModel(response => void response.socket?.resetAndDestroy());
    const { error } = await hear(opened.model);
    assert.deepEqual([error?.kind, error?.dispatched, opened.server.requests.length], ['network', true, 1]);
  });

  it('that are refused never dispatched anything', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    using model = createBedrockModel(someOptions(`http://127.0.0.1:${port}`));
    const { error } = await hear(model);
    assert.deepEqual([error?.kind, error?.dispatched], ['network', false]);
  });

  it('whose TLS is never answered end by the timer for connecting', async () => {
    const clock = new FakeClock();
    const server = createServer(() => {}).listen(0, '127.0.0.1');
    const sockets: { destroy(): void }[] = [];
    server.on('connection', socket => sockets.push(socket));
    await once(server, 'listening');
    using model = createBedrockModel(
      someOptions(`https://127.0.0.1:${(server.address() as AddressInfo).port}`, { clock }),
    );
    const failing = hear(model);
    await settleUntil(() => clock.pending > 0 && sockets.length > 0);
    await clock.advance(2_000);
    const { error } = await failing;
    for (const socket of sockets) socket.destroy();
    server.close();
    assert.deepEqual([error?.kind, error?.dispatched], ['timeout_connect', false]);
  });

  it('to what speaks no HTTP are the fault of the server', async () => {
    const server = createServer(socket => socket.end('hello\r\n\r\n')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    using model = createBedrockModel(someOptions(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
    const { error } = await hear(model);
    server.close();
    assert.equal(error?.kind, 'server');
  });

  it('are closed when the caller leaves before the headers, and in JSON between headers and body', async () => {
    await using silent = await openModel(() => {});
    const stop = new AbortController();
    const failing = failureOf(silent.model, { signal: stop.signal });
    await settleUntil(() => silent.server.requests.length === 1);
    stop.abort();
    assert.equal(await failing, 'cancelled');
    await silent.callerLeft;

    await using half = await openModel(response => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"output":');
    });
    for await (const batch of half.model.stream(aModelCall(json))) if (batch[0]?.type === 'response') break;
    await half.callerLeft;
  });
});

describe('secrets', () => {
  it('stand in no error and in no inspection of the model', async () => {
    await using opened = await openModel(response => sendJson(response, 403, { message: 'canary-words' }));
    const { error } = await hear(opened.model);
    const shown = inspect([error, opened.model], { depth: 9, showHidden: true }) + JSON.stringify(error);
    for (const secret of ['secret-never-shown', 'AKIDNEVERSHOWN', 'canary-words']) assert.ok(!shown.includes(secret));
  });

  it('go as a signature, or as a bearer token where an API key is given', async () => {
    await using signed = await openModel(response => streamMessages(response, WHOLE));
    await hear(signed.model);
    assert.match(
      signed.server.requests[0]?.headers.authorization ?? '',
      /^AWS4-HMAC-SHA256 Credential=AKIDNEVERSHOWN\//,
    );
    await using keyed = await openModel(response => streamMessages(response, WHOLE), {
      credentials: undefined,
      apiKey: 'bedrock-key',
    });
    await hear(keyed.model);
    assert.equal(keyed.server.requests[0]?.headers.authorization, 'Bearer bedrock-key');
  });
});

describe('createBedrockModel', () => {
  it('refuses what cannot be used, and does not repeat a key', () => {
    const options = someOptions('http://127.0.0.1:1');
    assert.throws(() => createBedrockModel({ ...options, model: '' }), /^TypeError: model: found nothing/);
    assert.throws(() => createBedrockModel({ ...options, endpoint: 'ftp://x' }), /endpoint: found "ftp:\/\/x"/);
    assert.throws(() => createBedrockModel({ ...options, apiKey: 'k' }), /apiKey and credentials: found both/);
    assert.throws(
      () => createBedrockModel({ ...options, credentials: undefined, apiKey: 'key\n' }),
      (error: Error) => error instanceof TypeError && !error.message.includes('key\n'),
    );
    assert.throws(() => createBedrockModel({ ...options, maxSockets: 0 }), /maxSockets: found 0/);
    assert.throws(() => createBedrockModel({ ...options, connectTimeoutMs: 1.5 }), /connectTimeoutMs: found 1\.5/);
  });
});

async function settleUntil(isTrue: () => boolean): Promise<void> {
  for (let turns = 0; turns < 200_000 && !isTrue(); turns += 1) await settle();
  assert.ok(isTrue(), 'what was waited for did not happen');
}
