import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { finish, say, scriptedModel, wait, type ScriptLine } from '@naru/language-model/testing';
import { aTestAssistant } from '../testing/a-test-assistant.ts';
import { SocketClient, type SocketClientOptions } from '../testing/socket-client.ts';
import { startTestServer, type TestServerOptions } from '../testing/start-test-server.ts';
import { until } from '../testing/until.ts';

const ANSWER: readonly ScriptLine[] = [say('이틀 '), say('걸립니다 [1].'), finish];
// Words leave by whole sentences: the second one is never finished.
const ENDLESS: readonly ScriptLine[] = [say('이틀 걸립니다 [1]. '), say('그리고 '), wait('forever')];
const COOKIE = `naru_customer=${'a'.repeat(32)}`;
const QUESTION = { chatId: 'my-chat', clientMsgId: 'm1', text: '배송은?' };

async function setUp(lines: readonly (readonly ScriptLine[])[] = [ANSWER], options: Partial<TestServerOptions> = {}) {
  const model = scriptedModel('primary', lines);
  const server = await startTestServer({ ...options, models: { primary: model } });
  const client = (given: Partial<SocketClientOptions> = {}) =>
    new SocketClient({ url: server.publicUrl, cookie: COOKIE, ...given });
  return { server, model, client };
}

function refusalOf(client: SocketClient): Promise<{ readonly status: number; readonly code: string }> {
  return client.open().then(
    () => assert.fail('the connection was made'),
    (error: Error & { status: number }) => ({
      status: error.status,
      code: (JSON.parse(error.message) as { code: string }).code,
    }),
  );
}

describe('opening a WebSocket (C-WS-1)', () => {
  for (const [name, origin] of [
    ['no origin', undefined],
    ['the origin null', 'null'],
    ['a foreign origin', 'https://evil.example'],
    ['a foreign origin that begins like ours', 'http://127.0.0.1.evil.example'],
    ['an origin that is none', 'nonsense'],
  ] as const) {
    it(`is refused before the upgrade with ${name}`, async () => {
      const { server, client } = await setUp();
      await using _server = server;
      assert.deepEqual(await refusalOf(client({ origin })), { status: 403, code: 'ORIGIN_DENIED' });
    });
  }

  it('is granted to a page that the configuration names', async () => {
    const { server, client } = await setUp([ANSWER], { http: { allowedOrigins: ['https://shop.example.com'] } });
    await using _server = server;
    const welcome = await client({ origin: 'https://SHOP.example.com' }).greet();
    assert.equal(welcome.p.user.kind, 'anonymous');
  });

  it('is refused without our sub-protocol', async () => {
    const { server, client } = await setUp();
    await using _server = server;
    assert.deepEqual(await refusalOf(client({ protocols: ['other.v1'] })), { status: 400, code: 'BAD_REQUEST' });
  });

  it('counts against the minute of the address', async () => {
    const { server, client } = await setUp([ANSWER], { http: { addressPerMinute: 1 } });
    await using _server = server;
    await client().greet();
    assert.deepEqual(await refusalOf(client()), { status: 429, code: 'RATE_LIMITED' });
  });

  it('is refused when as many as may be are open', async () => {
    const { server, client } = await setUp([ANSWER], { http: { sockets: { perOwner: 10, total: 1 } } });
    await using _server = server;
    await client().greet();
    assert.equal((await refusalOf(client())).status, 429);
  });

  it('is refused while the server stops', async () => {
    const { server, client } = await setUp();
    await using _server = server;
    server.face.beginStop();
    assert.equal((await refusalOf(client())).status, 503);
  });

  it('leaves other requests to be upgraded, and other paths, to their routes', async () => {
    const { server, client } = await setUp();
    await using _server = server;
    const elsewhere = new SocketClient({ url: `${server.publicUrl}/nowhere`, origin: server.publicUrl });
    assert.equal((await elsewhere.open().catch((error: { status: number }) => error.status)) as number, 404);
    assert.equal((await fetch(`${server.publicUrl}/ws`)).status, 426);
    await client().greet();
  });

  it('closes with 4401 where neither cookie nor ticket says who it is', async () => {
    const { server, client } = await setUp();
    await using _server = server;
    const stranger = await client({ cookie: 'other=1' }).open();
    stranger.send('hello', { client: { name: 'test', version: '1' } });
    assert.equal(await stranger.closed, 4401);
  });

  it('takes a ticket once', async () => {
    const { server, client } = await setUp();
    await using _server = server;
    const response = await fetch(`${server.publicUrl}/v1/ws-ticket`, { method: 'POST', headers: { cookie: COOKIE } });
    const { ticket } = (await response.json()) as { ticket: string };
    assert.equal((await client({ cookie: '' }).greet({ ticket })).p.user.kind, 'anonymous');
    const again = await client({ cookie: '' }).open();
    again.send('hello', { ticket, client: { name: 'test', version: '1' } });
    assert.equal(await again.closed, 4401);
  });

  it('closes the one longest open when one customer has too many', async () => {
    const { server, client } = await setUp([ANSWER], { http: { sockets: { perOwner: 2, total: 100 } } });
    await using _server = server;
    const first = client();
    await first.greet();
    const second = client();
    await second.greet();
    await client().greet();
    assert.equal(await first.closed, 4409);
    assert.equal(second.socket.readyState, second.socket.OPEN);
  });
});

describe('asking over a WebSocket (C-WS-1)', () => {
  it('acknowledges, then streams numbered chunks without holes to one terminal chunk', async () => {
    const { server, client } = await setUp();
    await using _server = server;
    const asker = client();
    await asker.greet();
    const id = asker.send('chat.send', QUESTION);
    const ack = await asker.next('ack', id);
    await asker.whole();
    const chunks = asker.chunks();
    assert.equal(ack.p.duplicate, false);
    assert.ok(asker.frames.indexOf(ack) < asker.frames.indexOf(chunks[0]!));
    assert.ok(chunks.every(({ sid, ch }) => sid === ack.p.sid && ch === 'chat:my-chat'));
    let last = 0;
    for (const { seq, from } of chunks) {
      assert.equal(from ?? seq, last + 1);
      last = seq;
    }
    assert.equal(asker.text(), '이틀 걸립니다 [1].');
    assert.equal(chunks.at(-1)?.p.c.type, 'finish');
    assert.match(ack.ts, /^\d{4}-\d\d-\d\dT[\d:.]+\+09:00$/);
  });

  it('answers a message that is sent twice once', async () => {
    const { server, client, model } = await setUp();
    await using _server = server;
    const asker = client();
    await asker.greet();
    const first = await asker.next('ack', asker.send('chat.send', QUESTION));
    const second = await asker.next('ack', asker.send('chat.send', QUESTION));
    assert.equal(second.p.sid, first.p.sid);
    assert.equal(second.p.duplicate, true);
    assert.equal(model.calls.length, 1);
  });

  it('tells a refusal as the one error object, in reply to the command', async () => {
    const { server, client } = await setUp();
    await using _server = server;
    const asker = client();
    await asker.greet();
    const id = asker.send('chat.send', { ...QUESTION, text: '가'.repeat(2_001) });
    assert.equal((await asker.next('error', id)).p.code, 'MESSAGE_TOO_LONG');
  });

  it('makes an answer again', async () => {
    const { server, client } = await setUp([
      [say('처음 답 [1].'), finish],
      [say('새 답 [1].'), finish],
    ]);
    await using _server = server;
    const asker = client();
    await asker.greet();
    const first = await asker.next('ack', asker.send('chat.send', QUESTION));
    await asker.whole();
    const again = { ...QUESTION, trigger: 'regenerate-message', messageId: first.p.messageId };
    const second = await asker.next('ack', asker.send('chat.send', again));
    await asker.whole(second.p.sid!);
    assert.equal(asker.text(second.p.sid!), '새 답 [1].');
  });

  it('refuses a third answer under way', async () => {
    const { server, client } = await setUp([ENDLESS]);
    await using _server = server;
    const asker = client();
    await asker.greet();
    for (const name of ['a', 'b']) {
      await asker.next('ack', asker.send('chat.send', { ...QUESTION, chatId: name, clientMsgId: name }));
    }
    const third = asker.send('chat.send', { ...QUESTION, chatId: 'c', clientMsgId: 'c' });
    assert.equal((await asker.next('error', third)).p.code, 'RATE_LIMITED');
  });

  it('asks about a report in the conversation of that report', async () => {
    const report = { ...aTestAssistant(), name: 'report' };
    const policies = { default: { preset: 'gateway' }, report: { preset: 'gateway' } } as const;
    const { server, client } = await setUp([ANSWER], {
      assistants: [aTestAssistant(), report],
      router: { policies },
    });
    await using _server = server;
    const asker = client();
    await asker.greet();
    const ask = { reportId: 'r1', clientMsgId: 'm1', question: '배송은?', budget: { krw: 10, ms: 5_000 } };
    const ack = await asker.next('ack', asker.send('report.ask', ask));
    await asker.whole();
    assert.equal(asker.text(), '이틀 걸립니다 [1].');
    assert.ok(asker.chunks().every(({ ch }) => ch === 'report:r1'));
    const { p } = await asker.next('snapshot', asker.send('sub', { ch: 'report:r1', lastSeq: 0 }));
    assert.equal(p.session.assistant, 'report');
    assert.equal(p.messages.at(-1)?.id, ack.p.messageId);
  });

  it('stops an answer by its stream, and again without a fault', async () => {
    const { server, client, model } = await setUp([ENDLESS]);
    await using _server = server;
    const asker = client();
    await asker.greet();
    const { sid } = (await asker.next('ack', asker.send('chat.send', QUESTION))).p;
    await until(() => asker.text().includes('이틀'));
    await asker.next('ack', asker.send('chat.stop', { sid }));
    await asker.whole();
    assert.equal(asker.chunks().at(-1)?.p.c.type, 'abort');
    assert.equal(model.running, 0);
    await asker.next('ack', asker.send('chat.stop', { sid }));
  });
});

describe('resuming over a WebSocket', () => {
  it('goes on after the chunk that was seen last, and ends nothing by leaving', async () => {
    const { server, client, model } = await setUp([ENDLESS]);
    await using _server = server;
    const asker = client();
    await asker.greet();
    const { sid } = (await asker.next('ack', asker.send('chat.send', QUESTION))).p;
    await until(() => asker.text().includes('이틀'));
    asker.close();
    const back = client();
    await back.greet();
    assert.equal(model.running, 1);
    back.send('chat.resume', { sid, after: 2 });
    await until(() => back.text().includes('이틀'));
    assert.equal(back.chunks()[0]?.seq, 3);
  });

  it('finds nothing of other customers, and says the same as for what is gone', async () => {
    const { server, client } = await setUp([ENDLESS]);
    await using _server = server;
    const asker = client();
    await asker.greet();
    const { sid } = (await asker.next('ack', asker.send('chat.send', QUESTION))).p;
    const stranger = client({ cookie: `naru_customer=${'b'.repeat(32)}` });
    await stranger.greet();
    const foreign = await stranger.next('error', stranger.send('chat.resume', { sid, after: 0 }));
    const gone = await stranger.next('error', stranger.send('chat.resume', { sid: 'gone', after: 0 }));
    assert.equal(foreign.p.code, 'STREAM_GONE');
    assert.equal(foreign.p.message, gone.p.message);
    const channel = await stranger.next('error', stranger.send('sub', { ch: 'chat:my-chat' }));
    assert.equal(channel.p.code, 'NOT_FOUND');
    await stranger.next('ack', stranger.send('chat.stop', { sid }));
    assert.deepEqual(stranger.chunks(), []);
  });
});

describe('watching a channel', () => {
  it('gives a second tab the running answer, and those that begin later', async () => {
    const { server, client } = await setUp([ENDLESS, ANSWER]);
    await using _server = server;
    const asker = client();
    await asker.greet();
    const { sid } = (await asker.next('ack', asker.send('chat.send', QUESTION))).p;
    const other = client();
    const welcome = await other.greet({ subs: [{ ch: 'chat:my-chat' }] });
    assert.deepEqual(welcome.p.subs, [{ ch: 'chat:my-chat', mode: 'replay', seq: 0 }]);
    await until(() => other.text(sid!).includes('이틀'));
    await asker.next('ack', asker.send('chat.stop', { sid }));
    const later = await asker.next('ack', asker.send('chat.send', { ...QUESTION, clientMsgId: 'm2' }));
    await other.whole(later.p.sid!);
    assert.equal(other.text(later.p.sid!), '이틀 걸립니다 [1].');
  });

  it('gives a snapshot where the place is too old, and each chunk of one’s own answer once', async () => {
    const { server, client } = await setUp([ANSWER]);
    await using _server = server;
    const asker = client();
    await asker.greet();
    await asker.next('ack', asker.send('chat.send', QUESTION));
    await asker.whole();
    const id = asker.send('sub', { ch: 'chat:my-chat', lastSeq: 3 });
    const { p } = await asker.next('snapshot', id);
    assert.deepEqual([p.messages.length, p.activeStreamId], [2, null]);
    const again = await asker.next('ack', asker.send('chat.send', { ...QUESTION, clientMsgId: 'm2' }));
    await asker.whole(again.p.sid!);
    await asker.next('pong', asker.send('ping', { n: 1 }));
    const seqs = asker.chunks(again.p.sid!).map(({ seq }) => seq);
    assert.equal(new Set(seqs).size, seqs.length);
  });

  it('hears nothing more after leaving it', async () => {
    const { server, client } = await setUp([ANSWER]);
    await using _server = server;
    const asker = client();
    await asker.greet();
    await asker.next('ack', asker.send('chat.send', QUESTION));
    await asker.whole();
    const other = client();
    await other.greet({ subs: [{ ch: 'chat:my-chat' }] });
    await other.next('ack', other.send('unsub', { ch: 'chat:my-chat' }));
    const later = await asker.next('ack', asker.send('chat.send', { ...QUESTION, clientMsgId: 'm2' }));
    await asker.whole(later.p.sid!);
    await other.next('pong', other.send('ping', { n: 1 }));
    assert.deepEqual(other.chunks(), []);
  });
});

describe('frames that are none', () => {
  for (const [name, text] of [
    ['no JSON', 'hello'],
    ['no object', '[1]'],
    ['another version', '{"v":2,"t":"ping","p":{"n":1}}'],
    ['no type', '{"v":1}'],
  ]) {
    it(`close with 4400: ${name}`, async () => {
      const { server, client } = await setUp();
      await using _server = server;
      const bad = client();
      await bad.greet();
      bad.socket.send(text!);
      assert.equal(await bad.closed, 4400);
    });
  }

  it('close with 4400 where they are binary, or come before the greeting', async () => {
    const { server, client } = await setUp();
    await using _server = server;
    const binary = client();
    await binary.greet();
    binary.socket.send(Buffer.from('{"v":1,"t":"ping","p":{"n":1}}'), { binary: true });
    assert.equal(await binary.closed, 4400);
    const early = await client().open();
    early.send('ping', { n: 1 });
    assert.equal(await early.closed, 4400);
  });

  it('close with 1009 from one byte over the limit on, and not at it', async () => {
    const { server, client } = await setUp();
    await using _server = server;
    const large = client();
    await large.greet();
    const padded = (bytes: number) => {
      const frame = (filling: string) => JSON.stringify({ v: 1, t: 'ping', p: { n: 1 }, filling });
      return frame('x'.repeat(bytes - frame('').length));
    };
    large.socket.send(padded(65_536));
    await large.next('pong');
    large.socket.send(padded(65_537));
    assert.equal(await large.closed, 1009);
    await until(async () => (await server.registry.metrics()).includes('chat_socket_closes_total{code="1009"} 1'));
  });

  it('are answered with the rule they break where they can be read', async () => {
    const { server, client } = await setUp();
    await using _server = server;
    const bad = client();
    await bad.greet();
    assert.match((await bad.next('error', bad.send('constructor', {}))).p.message, /t: one of hello/);
    assert.match((await bad.next('error', bad.send('sub', { ch: 'ops' }))).p.message, /p\.ch/);
    assert.match(
      (await bad.next('error', bad.send('hello', { client: { name: 'x', version: '1' } }))).p.message,
      /once/,
    );
  });
});

describe('pings of the protocol itself', () => {
  it('are answered', async () => {
    const { server, client } = await setUp();
    await using _server = server;
    const pinger = client();
    await pinger.greet();
    let pongs = 0;
    pinger.socket.on('pong', () => (pongs += 1));
    pinger.socket.ping();
    await until(() => pongs === 1);
  });
});

describe('the end of a login', () => {
  it('closes what stands on it with 4401', async () => {
    const { server, client } = await setUp();
    await using _server = server;
    const asker = client();
    await asker.greet();
    const other = client({ cookie: `naru_customer=${'b'.repeat(32)}` });
    await other.greet();
    await fetch(`${server.publicUrl}/v1/sign-out`, { method: 'POST', headers: { cookie: COOKIE } });
    assert.equal(await asker.closed, 4401);
    assert.equal(other.socket.readyState, other.socket.OPEN);
  });
});

describe('stopping the server', () => {
  it('says goodbye to who waits, lets a running answer end, then says goodbye too', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const model = {
      id: 'primary',
      async *stream() {
        yield [say('이틀 걸립니다 [1]. 그리고 ')] as never;
        await promise;
        yield [say('보내 드립니다 [1].'), finish] as never;
      },
    };
    await using server = await startTestServer({ models: { primary: model }, stopMs: 10_000 });
    const idle = new SocketClient({ url: server.publicUrl, cookie: COOKIE });
    await idle.greet();
    const asker = new SocketClient({ url: server.publicUrl, cookie: COOKIE });
    await asker.greet();
    asker.send('chat.send', QUESTION);
    await until(() => asker.text().includes('이틀'));
    const stopping = server.stop();
    assert.equal(await idle.closed, 1012);
    assert.ok((await idle.next('bye')).p.reconnectInMs! > 0);
    assert.equal(asker.socket.readyState, asker.socket.OPEN);
    resolve();
    assert.equal(await asker.closed, 1012);
    assert.equal(asker.text(), '이틀 걸립니다 [1]. 그리고 보내 드립니다 [1].');
    await asker.whole();
    await stopping;
  });

  it('ends what outlasts its patience with an honest last word', async () => {
    const { server, client } = await setUp([ENDLESS], { stopMs: 20 });
    await using _server = server;
    const asker = client();
    await asker.greet();
    asker.send('chat.send', QUESTION);
    await until(() => asker.text().includes('이틀'));
    await server.stop();
    assert.equal(await asker.closed, 1012);
    await asker.whole();
  });
});

describe('metrics of sockets', () => {
  it('count what is open, what was said and why it closed, by closed sets', async () => {
    const { server, client } = await setUp();
    await using _server = server;
    const bad = client();
    await bad.greet();
    bad.send('made-up', {});
    await bad.next('error');
    assert.match(await server.registry.metrics(), /chat_sockets_open 1/);
    bad.socket.send('nonsense');
    await bad.closed;
    await until(async () => (await server.registry.metrics()).includes('chat_sockets_open 0'));
    const metrics = await server.registry.metrics();
    assert.match(metrics, /chat_socket_frames_total\{direction="in",type="unknown"\} 2/);
    assert.match(metrics, /chat_socket_frames_total\{direction="out",type="welcome"\} 1/);
    assert.match(metrics, /chat_socket_closes_total\{code="4400"\} 1/);
  });
});
