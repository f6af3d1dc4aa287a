import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ChatTransport, UIMessageChunk } from 'ai';
import type { ChatMessage } from './chat-message.ts';
import { EitherTransport } from './either-transport.ts';
import { ScriptedSocketWorld, settled } from './testing/scripted-sockets.ts';
import { answerChunks, ScriptedTransport, type Meeting } from './testing/scripted-transport.ts';
import { SocketBlockedError } from './websocket-transport.ts';

const BLOCKED: Meeting = { refuse: new SocketBlockedError('blocked') };
const UNREACHABLE: Meeting = { refuse: new TypeError('fetch failed') };
const ANSWER: Meeting = { chunks: answerChunks('이틀'), atEnd: 'close' };
const SILENCE: Meeting = { chunks: [], atEnd: 'hang' };
const QUESTION: ChatMessage = { id: 'm1', role: 'user', parts: [{ type: 'text', text: '배송은?' }] };

function setUp(socketMeetings: readonly Meeting[], sseMeetings: readonly Meeting[]) {
  const world = new ScriptedSocketWorld();
  const socket = new ScriptedTransport(socketMeetings);
  const sse = new ScriptedTransport(sseMeetings);
  const either: ChatTransport<ChatMessage> = new EitherTransport<ChatMessage>({
    socket,
    sse,
    nowMs: () => world.now,
    later: (ms, callback) => world.later(ms, callback),
  });
  const ask = () =>
    either.sendMessages({
      chatId: 'c',
      messages: [QUESTION],
      trigger: 'submit-message',
      messageId: undefined,
      abortSignal: undefined,
    });
  return { world, socket, sse, either, ask };
}

async function textOf(stream: ReadableStream<UIMessageChunk>): Promise<string> {
  let text = '';
  for await (const chunk of stream) if (chunk.type === 'text-delta') text += chunk.delta;
  return text;
}

describe('EitherTransport', () => {
  it('asks over the WebSocket as long as that works', async () => {
    const { ask, sse } = setUp([ANSWER], []);
    assert.equal(await textOf(await ask()), '이틀');
    assert.deepEqual(sse.requests, []);
  });

  it('asks by events where the WebSocket is blocked, under the same id, and stays with them for five minutes', async () => {
    const { ask, socket, sse, world } = setUp([BLOCKED, ANSWER], [ANSWER, ANSWER]);
    assert.equal(await textOf(await ask()), '이틀');
    assert.equal(await textOf(await ask()), '이틀');
    assert.deepEqual(sse.requests, ['ask m1', 'ask m1']);
    world.now += 5 * 60_000;
    assert.equal(await textOf(await ask()), '이틀');
    assert.equal(socket.requests.length, 2);
  });

  it('gives up events that a proxy holds back after eight seconds, and goes back to the WebSocket', async () => {
    const { ask, world, socket, sse } = setUp([BLOCKED, ANSWER, ANSWER], [ANSWER, SILENCE]);
    await textOf(await ask());
    const asking = ask();
    await world.pass(8_000);
    assert.equal(await textOf(await asking), '이틀');
    assert.equal(await textOf(await ask()), '이틀');
    assert.deepEqual([socket.requests.length, sse.requests.length], [3, 2]);
  });

  it('waits for silent events where there is no other way', async () => {
    const { ask, world, sse } = setUp([BLOCKED, BLOCKED], [ANSWER, SILENCE, ANSWER]);
    await textOf(await ask());
    const asking = ask();
    await world.pass(8_000);
    assert.equal(await textOf(await asking), '이틀');
    assert.equal(sse.requests.length, 3);
  });

  it('blames neither where there is no network, and says so as fetch does', async () => {
    const { ask, socket } = setUp([BLOCKED, ANSWER], [UNREACHABLE]);
    await assert.rejects(ask(), TypeError);
    assert.equal(await textOf(await ask()), '이틀');
    assert.equal(socket.requests.length, 2);
  });

  it('gives an error of the server as it is, without asking twice', async () => {
    const { ask, sse } = setUp([{ refuse: new Error('{"code":"MESSAGE_TOO_LONG"}') }], []);
    await assert.rejects(ask(), { message: '{"code":"MESSAGE_TOO_LONG"}' });
    assert.deepEqual(sse.requests, []);
  });

  it('resumes by the way that works', async () => {
    const { either, sse } = setUp([BLOCKED], [{ nothingRuns: true }]);
    assert.equal(await either.reconnectToStream({ chatId: 'c' }), null);
    assert.deepEqual(sse.requests, ['resume']);
    await settled();
  });
});
