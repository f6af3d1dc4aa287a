import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { UIMessageChunk } from 'ai';
import fc from 'fast-check';
import type { ChatMessage } from './chat-message.ts';
import { afterClose } from './socket/after-close.ts';
import { placeOfChunk } from './socket/chunk-order.ts';
import { settled, ScriptedSocketWorld, type ScriptedSocket } from './testing/scripted-sockets.ts';
import { SocketBlockedError, WebSocketTransport } from './websocket-transport.ts';

const QUESTION: ChatMessage = { id: 'm1', role: 'user', parts: [{ type: 'text', text: '배송은?' }] };
const START = { type: 'start', messageId: 'a1' };
const word = (delta: string): object => ({ type: 'text-delta', id: 't', delta });
const FINISH = { type: 'finish' };

function setUp() {
  const world = new ScriptedSocketWorld();
  const transport = new WebSocketTransport<ChatMessage>({ world, accepts: ['reset-step'] });
  const leaving = new AbortController();
  const ask = (chatId = 'my-chat') =>
    transport.sendMessages({
      chatId,
      messages: [QUESTION],
      trigger: 'submit-message',
      messageId: undefined,
      abortSignal: leaving.signal,
    });
  return { world, transport, leaving, ask };
}

/** Asks, and has the question acknowledged on a standing connection. */
async function asked(given = setUp()) {
  const asking = given.ask();
  const socket = await given.world.socket();
  socket.welcome();
  socket.acknowledge('chat.send', 's1');
  return { ...given, socket, stream: await asking };
}

async function typesOf(stream: ReadableStream<UIMessageChunk>): Promise<string[]> {
  const types: string[] = [];
  for await (const chunk of stream) types.push(chunk.type === 'text-delta' ? chunk.delta : chunk.type);
  return types;
}

describe('WebSocketTransport', () => {
  it('greets, asks, and gives the answer up to its last word', async () => {
    const { socket, stream } = await asked();
    assert.deepEqual(socket.sent[0]?.p['accepts'], ['reset-step']);
    assert.equal(socket.last('chat.send').p['clientMsgId'], 'm1');
    [START, word('이틀'), FINISH].forEach((chunk, index) => socket.chunk('s1', index + 1, chunk));
    assert.deepEqual(await typesOf(stream), ['start', '이틀', 'finish']);
  });

  it('takes chunks that come right behind the acknowledgement', async () => {
    const { world, ask } = setUp();
    const asking = ask();
    const socket = await world.socket();
    socket.welcome();
    socket.acknowledge('chat.send', 's1');
    socket.chunk('s1', 1, START);
    socket.chunk('s1', 2, FINISH);
    assert.deepEqual(await typesOf(await asking), ['start', 'finish']);
  });

  it('goes on after its last chunk when the connection breaks, and gives nothing twice', async () => {
    const { world, socket, stream } = await asked();
    socket.chunk('s1', 1, START);
    socket.chunk('s1', 2, word('이틀'));
    socket.break();
    await world.pass(500);
    const again = await world.socket();
    assert.notEqual(again, socket);
    again.welcome();
    assert.deepEqual(again.last('chat.resume').p, { sid: 's1', after: 2 });
    again.chunk('s1', 2, word('이틀'));
    again.chunk('s1', 4, word(' 걸립니다.'), 3);
    again.chunk('s1', 5, FINISH);
    assert.deepEqual(await typesOf(stream), ['start', '이틀', ' 걸립니다.', 'finish']);
  });

  it('asks for what is missing when it sees a gap, once', async () => {
    const { socket, stream } = await asked();
    socket.chunk('s1', 1, START);
    socket.chunk('s1', 3, word('나'));
    socket.chunk('s1', 4, FINISH);
    assert.deepEqual(
      socket.sent.filter(({ t }) => t === 'chat.resume').map(({ p }) => p),
      [{ sid: 's1', after: 1 }],
    );
    socket.chunk('s1', 2, word('가'));
    socket.chunk('s1', 3, word('나'));
    socket.chunk('s1', 4, FINISH);
    assert.deepEqual(await typesOf(stream), ['start', '가', '나', 'finish']);
  });

  it('sends a question again that had no acknowledgement, under the same id', async () => {
    const first = await asked();
    const asking = first.ask();
    await settled();
    first.socket.break();
    await first.world.pass(500);
    const socket = await first.world.socket();
    socket.welcome();
    assert.equal(socket.last('chat.send').p['clientMsgId'], 'm1');
    socket.acknowledge('chat.send', 's2');
    await asking;
  });

  it('says at once that its way is blocked where no connection ever stood', async () => {
    const { world, ask } = setUp();
    const asking = ask();
    (await world.socket()).break();
    await assert.rejects(asking, SocketBlockedError);
    world.isBarred = true;
    await assert.rejects(ask(), SocketBlockedError);
  });

  it('waits four seconds for a welcome', async () => {
    const { world, ask } = setUp();
    const asking = assert.rejects(ask(), SocketBlockedError);
    const socket = await world.socket();
    await world.pass(4_000);
    await asking;
    assert.ok(socket.isClosed);
  });

  it('breaks the answer when four more attempts fail', async () => {
    const { world, socket, stream } = await asked();
    const reading = assert.rejects(typesOf(stream), TypeError);
    socket.break();
    for (const ms of [500, 1_000, 2_000, 4_000]) {
      await world.pass(ms);
      (await world.socket()).break();
    }
    await reading;
    assert.equal(world.sockets.length, 5);
  });

  it('tries at once when the page wakes up', async () => {
    const { world, socket } = await asked();
    socket.break();
    world.wake();
    assert.notEqual(await world.socket(), socket);
  });

  it('gives up a connection that has gone silent', async () => {
    const { world, socket } = await asked();
    await world.pass(120_000);
    assert.ok(socket.isClosed);
  });

  it('answers the heartbeat', async () => {
    const { socket } = await asked();
    socket.say({ t: 'ping', p: { n: 5 } });
    assert.deepEqual(socket.last('pong').p, { n: 5 });
  });

  it('tells the server when the reader leaves, which stops nothing', async () => {
    const { socket, stream, leaving } = await asked();
    const reading = assert.rejects(typesOf(stream), { name: 'AbortError' });
    leaving.abort();
    await reading;
    assert.deepEqual(socket.last('unsub').p, { ch: 'chat:my-chat' });
    assert.ok(!socket.sent.some(({ t }) => t === 'chat.stop'));
  });

  it('gives a refusal as the one error object', async () => {
    const { world, ask } = setUp();
    const asking = ask();
    const socket = await world.socket();
    socket.welcome();
    socket.say({ t: 'error', replyTo: socket.last('chat.send').id, p: { code: 'MESSAGE_TOO_LONG' } });
    await assert.rejects(asking, { message: '{"code":"MESSAGE_TOO_LONG"}' });
  });

  it('ends an answer that can be resumed no more without its last word', async () => {
    const { world, socket, stream } = await asked();
    socket.chunk('s1', 1, START);
    socket.break();
    await world.pass(500);
    const again = await world.socket();
    again.welcome();
    again.say({ t: 'error', replyTo: again.last('chat.resume').id, p: { code: 'STREAM_GONE' } });
    assert.deepEqual(await typesOf(stream), ['start']);
  });

  it('resumes the running answer of a conversation from its beginning, or finds that none runs', async () => {
    const { world, transport } = setUp();
    const reconnect = () => transport.reconnectToStream({ chatId: 'report:r1:x' });
    const running = reconnect();
    const socket: ScriptedSocket = await world.socket();
    socket.welcome();
    const reply = (p: object): void => socket.say({ t: 'snapshot', seq: 0, replyTo: socket.last('sub').id, p });
    assert.deepEqual(socket.last('sub').p, { ch: 'report:r1:x', lastSeq: 0 });
    reply({ activeStreamId: 's9' });
    socket.chunk('s9', 1, FINISH);
    assert.deepEqual(await typesOf((await running)!), ['finish']);
    const none = reconnect();
    reply({ activeStreamId: null });
    assert.equal(await none, null);
    const unknown = reconnect();
    socket.say({ t: 'error', replyTo: socket.last('sub').id, p: { code: 'NOT_FOUND' } });
    assert.equal(await unknown, null);
  });
});

describe('afterClose', () => {
  it('doubles the back-off with full jitter, from half a second', () => {
    const waits = [0, 1, 2, 3].map(failures => afterClose(1006, failures, undefined, 1));
    assert.deepEqual(
      waits,
      [500, 1_000, 2_000, 4_000].map(afterMs => ({ kind: 'reconnect', afterMs })),
    );
    assert.deepEqual(afterClose(1006, 3, undefined, 0), { kind: 'reconnect', afterMs: 0 });
  });

  it('comes back when the server said so, later where it was too slow, never where it cannot help', () => {
    assert.deepEqual(afterClose(1012, 0, 2_345, 1), { kind: 'reconnect', afterMs: 2_345 });
    assert.deepEqual(afterClose(4429, 0, undefined, 0), { kind: 'reconnect', afterMs: 5_000 });
    for (const code of [1009, 4400, 4403, 4409, 4413, 4503]) {
      assert.deepEqual(afterClose(code, 0, undefined, 1), { kind: 'give-up' });
    }
    assert.equal(afterClose(4401, 0, undefined, 1).kind, 'reconnect');
    assert.equal(afterClose(4401, 1, undefined, 1).kind, 'give-up');
  });
});

describe('placeOfChunk', () => {
  it('takes every chunk once and in order, however often and from wherever a stream is given again', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ after: fc.nat(20), count: fc.nat(20) }), { maxLength: 8 }), reads => {
        const taken: number[] = [];
        for (const { after, count } of [...reads, { after: 0, count: 20 }]) {
          for (let seq = after + 1; seq <= Math.min(20, after + count); seq += 1) {
            if (placeOfChunk(taken.length, seq) === 'next') taken.push(seq);
          }
        }
        assert.deepEqual(
          taken,
          Array.from({ length: 20 }, (_, index) => index + 1),
        );
      }),
    );
  });
});
