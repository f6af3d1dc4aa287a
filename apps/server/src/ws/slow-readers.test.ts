import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock } from '@naru/kernel/testing';
import { finish, say, scriptedModel, wait } from '@naru/language-model/testing';
import { OWNER, setUpConnections } from './testing/set-up-connections.ts';

const KIB = 1_024;
const SENTENCE = '주말에도 같은 곳에서 천천히 준비해 보내 드립니다. ';

/** An answer of some 900 KB on the wire, said over half a minute. */
function longModel(clock: FakeClock) {
  const lines = Array.from({ length: 2_500 }, (_, index) =>
    index % 100 === 99 ? [say(SENTENCE), wait(1_000)] : [say(SENTENCE)],
  );
  return scriptedModel('primary', [[...lines.flat(), finish]], clock);
}

async function setUp(readers: number) {
  const clock = new FakeClock();
  const world = setUpConnections({ clock, model: longModel(clock) });
  const asker = world.visit();
  asker.send('chat.send', { chatId: 'c', clientMsgId: 'm1', text: '배송은?' });
  await clock.advance(0);
  const slow = Array.from({ length: readers }, () => {
    const reader = world.visit(false);
    reader.send('sub', { ch: 'chat:c' });
    return reader;
  });
  return { ...world, asker, slow };
}

describe('readers that never read (C4)', () => {
  it('hold a bounded part of the answer each, and are closed ten seconds after the last byte left', async () => {
    const { clock, asker, slow } = await setUp(200);
    await clock.advance(9_000);
    assert.ok(slow.every(({ wire }) => wire.closedWith === undefined));
    await clock.advance(4_000);
    assert.deepEqual([...new Set(slow.map(({ wire }) => wire.closedWith))], [4429]);
    assert.ok(Math.max(...slow.map(({ wire }) => wire.mostBuffered)) <= 1_024 * KIB);
    assert.equal(asker.wire.closedWith, undefined);
  });

  it('hold up neither the answer nor those that read it', async () => {
    const { clock, engine, asker } = await setUp(50);
    await clock.advance(30_000);
    const history = await engine.history(OWNER, 'c');
    assert.equal(history?.turns[0]?.state.name, 'ended');
    const words = asker.wire.frames
      .map(frame => (frame.t === 'chunk' ? String(frame.p.c['delta'] ?? '') : ''))
      .join('');
    assert.equal(words.split('주말에도').length - 1, 2_500);
  });
});

describe('a reader that reads again', () => {
  it('gets what it missed as one chunk that tells which ones it holds', async () => {
    const { clock, slow } = await setUp(1);
    const [reader] = slow;
    const { wire, connection } = reader!;
    let buffered = -1;
    // Up to where nothing more is written, because too much waits.
    while (wire.bufferedAmount !== buffered) {
      buffered = wire.bufferedAmount;
      await clock.advance(1_000);
    }
    wire.bufferedAmount = 0;
    connection.drained();
    await clock.advance(0);
    const chunks = wire.frames.filter(frame => frame.t === 'chunk');
    let last = 0;
    for (const { seq, from } of chunks) {
      assert.equal(from ?? seq, last + 1);
      last = seq;
    }
    assert.ok(chunks.some(({ from, seq }) => from !== undefined && seq - from > 20));
  });
});

describe('a client that asks and does not read', () => {
  it('is closed when a megabyte waits', async () => {
    const { clock, visit } = setUpConnections();
    const { wire, send, connection } = visit(false);
    await clock.advance(0);
    wire.bufferedAmount = 256 * KIB + 1;
    assert.equal(connection.hasRoom, false, 'no pong of the protocol either');
    wire.bufferedAmount = 1_024 * KIB + 1;
    send('ping', { n: 1 });
    assert.equal(wire.closedWith, 4429);
  });
});
