import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fail, finish, say, scriptedModel, wait, type ScriptLine } from '@naru/language-model/testing';
import type { TestServerOptions } from '@naru/server/testing';
import { newCustomer } from './customer.ts';
import { MAJORS } from './major.ts';
import { askByEvents, askBySocket, question, type RawChunk } from './raw-answer.ts';
import { startSubject } from './subject.ts';

const TERMINAL: ReadonlySet<string> = new Set(['finish', 'abort', 'error']);
const plain = (lines: readonly ScriptLine[]): Partial<TestServerOptions> => ({
  models: { primary: scriptedModel('primary', [lines]) },
});

/** Answers that end in every way there is. */
const ANSWERS: Readonly<Record<string, Partial<TestServerOptions>>> = {
  'with a tool and citations': {},
  'without a citation': plain([say('잘 모르겠습니다.'), finish]),
  'of a provider that fails before its first word': plain([fail('server')]),
  'of a provider that fails after it': plain([say('이틀 안에 보냅니다. 그리고 '), fail('server')]),
  'that takes too long': { ...plain([say('이틀 안에 보냅니다. 그리고 '), wait('forever')]), chat: { totalMs: 150 } },
  'that says nothing in time': { ...plain([wait('forever')]), chat: { firstChunkMs: 50 } },
  'that is not in Korean': plain([say('This is not what was asked for, and it is English.'), finish]),
  'with a figure that no source knows': plain([say('배송비는 98,765원입니다 [1].'), finish]),
  'that is cut by its provider': plain([say('이틀'), { ...finish, reason: { unified: 'length', raw: 'length' } }]),
};

/** Chunks whose type no client of another major would know. */
const DECLARED: ReadonlySet<string> = new Set(['reset-step']);

async function assertTaken(chunks: readonly RawChunk[]): Promise<void> {
  assert.equal(chunks[0]?.type, 'start');
  assert.deepEqual(
    chunks.filter(({ type }) => TERMINAL.has(type)).map(({ type }) => type),
    [chunks.at(-1)?.type],
    'exactly one terminal chunk, at the end',
  );
  for (const major of MAJORS) {
    for (const chunk of chunks) assert.ok(await major.takes(chunk), `${major.name} knows ${chunk.type}`);
  }
}

describe('chunks on the wire (C-CONF-1)', () => {
  it('are tried against schemas that do refuse', async () => {
    for (const major of MAJORS) {
      assert.equal(await major.takes({ type: 'ping' }), false);
      assert.equal(await major.takes({ type: 'text-delta', id: 't', delta: '가' }), true);
      assert.equal(await major.takes({ type: 'reset-step' }), major.accepts.includes('reset-step'));
    }
  });

  for (const [name, options] of Object.entries(ANSWERS)) {
    it(`are known to every major, and end once: an answer ${name}`, async () => {
      await using subject = await startSubject(options);
      const origin = subject.server.publicUrl;
      const customer = newCustomer(origin);
      const { chunks } = await askByEvents(origin, customer, question('events', '배송은?'));
      await assertTaken(chunks);
      const asked = { chatId: 'socket', clientMsgId: 'm1', text: '배송은?' };
      const bySocket = await askBySocket(customer, asked);
      await assertTaken(bySocket);
      assert.equal(bySocket.at(-1)?.type, chunks.at(-1)?.type);
      assert.ok(![...chunks, ...bySocket].some(({ type }) => DECLARED.has(type)));
    });
  }

  it('come with comments and ids around them, of which no client makes anything', async () => {
    await using subject = await startSubject({ http: { heartbeatMs: 1 } });
    const origin = subject.server.publicUrl;
    const gate = subject.model.nextGate();
    const customer = newCustomer(origin);
    const beaten = askByEvents(origin, customer, question('beaten', '배송은?'));
    setTimeout(gate.open, 30);
    const { text } = await beaten;
    assert.ok(text.split(': hb\n\n').length > 3);
    assert.match(text, /^id: [\w-]+\.1$/m);
    for (const major of MAJORS) {
      const held = subject.model.nextGate();
      const chat = major.openChat(major.name, major.sseTransport(`${origin}/api/chat`, customer.fetch));
      const asking = chat.sendMessage({ text: '배송은?' });
      setTimeout(held.open, 10);
      await asking;
      assert.equal(chat.messages.at(-1)?.metadata?.finish, 'complete', major.name);
    }
  });
});
