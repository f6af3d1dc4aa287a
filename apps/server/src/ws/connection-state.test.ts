import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { afterFrame, afterTick, type ConnectionState } from './connection-state.ts';
import { readFrame, type ReadFrame } from './read-frame.ts';

const frame = (t: string, p: object = {}, id?: string): ReadFrame => readFrame(JSON.stringify({ v: 1, t, id, p }));
const HELLO = frame('hello', { client: { name: 'test', version: '1' } });
const PING = frame('ping', { n: 7 }, 'c1');
const GREETING: ConnectionState = { name: 'greeting', openedAtMs: 0 };
const open = (): ConnectionState => afterFrame(GREETING, HELLO, 0).state;

describe('a connection that waits for its greeting', () => {
  it('opens with hello and closes with anything else', () => {
    assert.equal(afterFrame(GREETING, HELLO, 0).effect.kind, 'greet');
    for (const other of [PING, frame('nothing'), frame('hello', {}), readFrame('')]) {
      assert.deepEqual(afterFrame(GREETING, other, 0), {
        state: { name: 'closed' },
        effect: { kind: 'close', reason: 'badFrame' },
      });
    }
  });

  it('waits five seconds', () => {
    assert.equal(afterTick(GREETING, 4_999).effect.kind, 'nothing');
    assert.deepEqual(afterTick(GREETING, 5_000).effect, { kind: 'close', reason: 'helloTimeout' });
  });
});

describe('an open connection', () => {
  it('is pinged every 25 s and dropped within a minute, after two pings without any answer', () => {
    let state = open();
    assert.equal(afterTick(state, 24_999).effect.kind, 'nothing');
    for (const atMs of [25_000, 50_000]) {
      const step = afterTick(state, atMs);
      assert.equal(step.effect.kind, 'ping');
      state = step.state;
    }
    assert.equal(afterTick(state, 57_999).effect.kind, 'nothing');
    assert.equal(afterTick(state, 58_000).effect.kind, 'drop');
  });

  it('lives on with any frame', () => {
    let state = afterTick(afterTick(open(), 25_000).state, 50_000).state;
    state = afterFrame(state, frame('pong', { n: 1 }), 60_000).state;
    assert.equal(afterTick(state, 75_000).effect.kind, 'ping');
  });

  it('answers a ping, and runs a command', () => {
    assert.deepEqual(afterFrame(open(), PING, 0).effect, { kind: 'pong', replyTo: 'c1', n: 7 });
    const stop = frame('chat.stop', { sid: 's1' });
    assert.equal(afterFrame(open(), stop, 0).effect.kind, 'run');
  });

  it('takes twenty frames a second, tells the next when to come, and closes on who does not listen', () => {
    let state = open();
    const kinds: string[] = [];
    for (let count = 0; count < 130; count += 1) {
      const step = afterFrame(state, PING, 0);
      state = step.state;
      kinds.push(step.effect.kind);
    }
    assert.deepEqual(new Set(kinds.slice(0, 20)), new Set(['pong']));
    assert.deepEqual(new Set(kinds.slice(20, 120)), new Set(['slow-down']));
    assert.equal(kinds[120], 'close');
    const refused = afterFrame(afterFrame(open(), PING, 0).state, PING, 0);
    assert.equal(refused.effect.kind, 'pong');
  });

  it('takes frames again as time goes on', () => {
    let state = open();
    for (let count = 0; count < 20; count += 1) state = afterFrame(state, PING, 0).state;
    const refused = afterFrame(state, PING, 0);
    assert.deepEqual(refused.effect, { kind: 'slow-down', replyTo: 'c1', retryAfterMs: 50 });
    assert.equal(afterFrame(refused.state, PING, 50).effect.kind, 'pong');
  });
});

describe('a closed connection', () => {
  it('does nothing any more, whatever comes', () => {
    const closed: ConnectionState = { name: 'closed' };
    fc.assert(
      fc.property(fc.string(), fc.nat(), (text, nowMs) => {
        assert.deepEqual(afterFrame(closed, readFrame(text), nowMs).effect, { kind: 'nothing' });
        assert.deepEqual(afterTick(closed, nowMs).effect, { kind: 'nothing' });
      }),
    );
  });
});

describe('readFrame', () => {
  it('makes something of any text, and repeats nothing of it', () => {
    const secret = 'SECRET-WORDS';
    const anything = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .record({
          v: fc.constantFrom(1, 2),
          t: fc.constantFrom('sub', 'chat.send', 'x', '__proto__'),
          p: fc.anything(),
        })
        .map(value => JSON.stringify({ ...value, extra: secret })),
      fc.constantFrom(`{"v":1,"t":"sub","p":{"ch":"${secret}"}}`, `{"v":1,"t":"chat.send","p":{"${secret}":1}}`),
    );
    fc.assert(fc.property(anything, text => !JSON.stringify(nameOnly(readFrame(text))).includes(secret)));
  });

  it('takes no control character, and no empty name, for an id', () => {
    for (const chatId of ['', 'a\u0000b', '\u202e', 'x'.repeat(201)]) {
      const read = frame('chat.send', { chatId, clientMsgId: 'm', text: 'x' });
      assert.equal(read.kind, 'invalid');
    }
  });
});

function nameOnly(read: ReadFrame): unknown {
  return read.kind === 'invalid' ? read.problem : read.kind;
}
