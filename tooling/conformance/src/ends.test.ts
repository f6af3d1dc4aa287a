import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fail, say, scriptedModel } from '@naru/language-model/testing';
import { CARRIERS } from './carrier.ts';
import { newCustomer } from './customer.ts';
import { MAJORS, textOf } from './major.ts';
import { startSubject } from './subject.ts';
import { until } from './until.ts';

const QUESTION = { text: '배송은 얼마나 걸리나요?' };
const WHOLE = /이틀[^]*고맙습니다/;

for (const major of MAJORS) {
  for (const carrier of CARRIERS) {
    const on = `${major.name}, ${carrier.name}`;

    describe(`the official client: ${on} (C-CONF-1)`, () => {
      it('ends ready with a whole answer', async () => {
        await using subject = await startSubject();
        const origin = subject.server.publicUrl;
        const chat = major.openChat('c', carrier.transport(major, newCustomer(origin), origin));
        await chat.sendMessage(QUESTION);
        assert.equal(chat.status, 'ready');
        assert.match(textOf(chat.messages.at(-1)), WHOLE);
        assert.equal(chat.messages.at(-1)?.metadata?.finish, 'complete');
      });

      it('ends with the one error object where no provider answers, before the first word and after it', async () => {
        for (const lines of [[fail('server')], [say('이틀 안에 보냅니다. 그리고 '), fail('server')]]) {
          await using subject = await startSubject({ models: { primary: scriptedModel('primary', [lines]) } });
          const origin = subject.server.publicUrl;
          const chat = major.openChat('c', carrier.transport(major, newCustomer(origin), origin));
          await chat.sendMessage(QUESTION);
          assert.equal(chat.status, 'error');
          const error = JSON.parse(chat.error?.message ?? '{}') as { code?: string };
          assert.match(error.code ?? '', /^PROVIDER_/);
        }
      });

      it('gets a refusal as the one error object', async () => {
        await using subject = await startSubject();
        const origin = subject.server.publicUrl;
        const chat = major.openChat('c', carrier.transport(major, newCustomer(origin), origin));
        await chat.sendMessage({ text: '가'.repeat(2_001) });
        assert.equal((JSON.parse(chat.error?.message ?? '{}') as { code?: string }).code, 'MESSAGE_TOO_LONG');
      });

      it('keeps what was said when it is stopped, and history agrees on how it ended, however close to its end', async () => {
        await using subject = await startSubject();
        const origin = subject.server.publicUrl;
        const customer = newCustomer(origin);
        const ends = new Set<string>();
        for (let turns = 0; turns < 16; turns += 1) {
          const gate = subject.model.nextGate();
          const id = `race-${turns}`;
          const chat = major.openChat(id, carrier.transport(major, customer, origin));
          const asking = chat.sendMessage(QUESTION);
          await until(() => textOf(chat.messages.at(-1)).includes('쉽니다'));
          gate.open();
          for (let turn = 0; turn < turns; turn += 1) await new Promise(resolve => setImmediate(resolve));
          const stopping = fetch(`${origin}/v1/chat/${id}/stop`, { method: 'POST', headers: customer.headers });
          await asking;
          assert.equal((await stopping).status, 204);
          assert.equal(chat.status, 'ready');
          const shown = chat.messages.at(-1)?.metadata?.finish ?? '';
          const stored = await (await fetch(`${origin}/v1/chat/${id}`, { headers: customer.headers })).json();
          const [, answer] = (stored as { messages: { metadata: { finish: string } }[] }).messages;
          assert.equal(shown, answer?.metadata.finish);
          ends.add(shown);
        }
        assert.ok(
          [...ends].every(end => end === 'complete' || end === 'stopped'),
          [...ends].join(),
        );
      });

      it('shows the same answer in two tabs', async () => {
        await using subject = await startSubject();
        const origin = subject.server.publicUrl;
        const customer = newCustomer(origin);
        const gate = subject.model.nextGate();
        const first = major.openChat('shared', carrier.transport(major, customer, origin));
        const asking = first.sendMessage(QUESTION);
        await until(() => textOf(first.messages.at(-1)).includes('쉽니다'));
        const second = major.openChat('shared', carrier.transport(major, customer, origin), first.messages.slice(0, 1));
        const resuming = second.resumeStream();
        await until(() => textOf(second.messages.at(-1)).includes('쉽니다'));
        gate.open();
        await Promise.all([asking, resuming]);
        assert.equal(textOf(second.messages.at(-1)), textOf(first.messages.at(-1)));
        assert.equal(second.messages.at(-1)?.id, first.messages.at(-1)?.id);
      });

      it('has a question that is sent twice at once answered once', async () => {
        await using subject = await startSubject();
        const origin = subject.server.publicUrl;
        const customer = newCustomer(origin);
        const message = { id: 'once', role: 'user', parts: [{ type: 'text', text: QUESTION.text }] };
        const chats = [0, 1].map(() => major.openChat('double', carrier.transport(major, customer, origin)));
        await Promise.all(chats.map(chat => chat.sendMessage(message)));
        assert.equal(subject.model.answers, 1);
        const [one, other] = chats.map(chat => chat.messages.at(-1));
        assert.equal(one?.id, other?.id);
        assert.match(textOf(one), WHOLE);
        assert.equal(textOf(one), textOf(other));
      });

      it('finds nothing to resume where nothing runs', async () => {
        await using subject = await startSubject();
        const origin = subject.server.publicUrl;
        const chat = major.openChat('none', carrier.transport(major, newCustomer(origin), origin));
        await chat.resumeStream();
        assert.deepEqual([chat.status, chat.messages.length], ['ready', 0]);
      });
    });
  }
}

describe('a question that goes by both carriers', () => {
  it('is answered once', async () => {
    await using subject = await startSubject();
    const origin = subject.server.publicUrl;
    const customer = newCustomer(origin);
    const major = MAJORS.at(-1)!;
    const message = { id: 'once', role: 'user', parts: [{ type: 'text', text: QUESTION.text }] };
    const chats = CARRIERS.map(carrier => major.openChat('both', carrier.transport(major, customer, origin)));
    await Promise.all(chats.map(chat => chat.sendMessage(message)));
    assert.equal(subject.model.answers, 1);
    assert.equal(textOf(chats[0]?.messages.at(-1)), textOf(chats[1]?.messages.at(-1)));
  });
});
