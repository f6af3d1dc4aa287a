import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { say, scriptedModel, wait } from '@naru/language-model/testing';
import type { SubmitRequest } from '../engine.ts';
import { createMemorySessionStore } from '../memory/memory-session-store.ts';
import { createMemoryTurnStore } from '../memory/memory-turn-store.ts';
import type { TurnStore } from '../ports/turn-store.ts';
import type { Session } from '../sessions/session.ts';
import { accepted, aSubmitRequest, refusedWith, scriptedAssistant, setUpChat } from '../testing/index.ts';

const user = (userId: string) => ({ kind: 'user', userId }) as const;
const HEX = '0123456789abcdef0123456789abcdef';

describe('a message that is refused', () => {
  for (const [why, request, code, words] of [
    ['is empty', { text: '' }, 'BAD_REQUEST', /비어/],
    ['is white space', { text: ' \n\t\u3000' }, 'BAD_REQUEST', /비어/],
    ['is invisible', { text: '\u200b\u200d\ufeff' }, 'BAD_REQUEST', /비어/],
    ['holds a NUL', { text: '안녕\0' }, 'BAD_REQUEST', /읽을 수 없는/],
    ['holds half a character', { text: '안녕 \ud83d' }, 'BAD_REQUEST', /읽을 수 없는/],
    ['is too long', { text: '가'.repeat(2_001) }, 'MESSAGE_TOO_LONG', /2,000자/],
    ['is far too long', { text: '가'.repeat(1_000_000) }, 'MESSAGE_TOO_LONG', /2,000자/],
    ['names an unknown assistant', { assistant: 'weather' }, 'BAD_REQUEST', /support/],
    ['names an assistant that objects have', { assistant: 'constructor' }, 'BAD_REQUEST', /support/],
    ['names a chat id too long', { chatId: 'x'.repeat(201) }, 'BAD_REQUEST', /1~200자/],
    ['names an empty message id', { clientMessageId: '' }, 'BAD_REQUEST', /1~200자/],
    ['names a chat id with a line break', { chatId: 'a\nb' }, 'BAD_REQUEST', /1~200자/],
    ['names a conversation in our form that is not there', { chatId: `s:${HEX}` }, 'NOT_FOUND', /찾을 수 없/],
    ["names another user's conversation", { owner: user('1'), chatId: `u:2:${HEX}` }, 'NOT_FOUND', /찾을 수 없/],
    ["names another user's name space", { owner: user('1'), chatId: 'u:2' }, 'NOT_FOUND', /찾을 수 없/],
    ['asks for an answer again where there is none', { trigger: 'regenerate-message' }, 'NOT_FOUND', /다시 만들/],
  ] satisfies [string, Partial<SubmitRequest>, string, RegExp][]) {
    it(`${why}: ${code}, before any provider is called (C-TURN-2)`, async () => {
      const model = scriptedModel('primary', [[]]);
      const { engine, events } = setUpChat({ model });
      const outcome = await engine.submit(aSubmitRequest(request));
      assert.ok(outcome.kind === 'refused');
      assert.equal(outcome.error.code, code);
      assert.match(outcome.error.message, words);
      assert.equal(outcome.error.traceId, 'trace-1');
      assert.deepEqual([model.calls.length, events.length], [0, 0]);
    });
  }

  it('counts characters, not UTF-16 units: 2,000 emoji are not too long', async () => {
    const { engine } = setUpChat();
    assert.equal(refusedWith(await engine.submit(aSubmitRequest({ text: '🙂'.repeat(2_000) }))), 'accepted');
    assert.equal(refusedWith(await engine.submit(aSubmitRequest({ text: '🙂'.repeat(2_001) }))), 'MESSAGE_TOO_LONG');
  });

  it('takes decomposed Hangul for what it is, and gives the assistant the composed form', async () => {
    const assistant = scriptedAssistant();
    const { engine } = setUpChat({ assistants: [assistant] });
    await accepted(await engine.submit(aSubmitRequest({ text: `  ${'배송'.normalize('NFD')} ` }))).ended;
    assert.equal(assistant.questions[0]?.text, '배송');
  });

  it("answers another owner's conversation as not found, by its id and in every way", async () => {
    const { engine } = setUpChat();
    const stream = accepted(await engine.submit(aSubmitRequest({ owner: user('1') })));
    await stream.ended;
    const [chatId, other] = [stream.session.id, user('2')];
    assert.equal(refusedWith(await engine.submit(aSubmitRequest({ owner: other, chatId }))), 'NOT_FOUND');
    assert.equal(await engine.history(other, chatId), undefined);
    assert.equal(await engine.resume(other, chatId), undefined);
    assert.equal(await engine.stream(other, stream.streamId), undefined);
    assert.ok(await engine.history(user('1'), chatId));
    assert.ok(await engine.history(user('1'), 'chat-1'), 'the alias names it as well');
    assert.equal(await engine.history(other, 'chat-1'), undefined);
  });

  it('comes too often: RATE_LIMITED with the time to wait, and leaves no claim behind', async () => {
    const { engine, clock } = setUpChat({ settings: { turnsPerMinute: 2 } });
    for (let count = 0; count < 2; count += 1) await accepted(await engine.submit(aSubmitRequest())).ended;
    await clock.advance(10_000);
    const again = aSubmitRequest({ clientMessageId: 'm3' });
    const outcome = await engine.submit(again);
    assert.ok(outcome.kind === 'refused');
    assert.deepEqual([outcome.error.code, outcome.error.retryable], ['RATE_LIMITED', true]);
    assert.equal(outcome.error.retryAfterMs, 50_000);
    await clock.advance(50_000);
    const taken = await engine.submit(again);
    assert.ok(taken.kind === 'accepted' && !taken.isRepeat, 'the refusal released the idempotency key');
  });

  it('does not count what was refused or repeated against the rate', async () => {
    const { engine } = setUpChat({ settings: { turnsPerMinute: 2 } });
    await accepted(await engine.submit(aSubmitRequest({ clientMessageId: 'm1' }))).ended;
    for (let count = 0; count < 5; count += 1) {
      await engine.submit(aSubmitRequest({ clientMessageId: 'm1' }));
      await engine.submit(aSubmitRequest({ text: '' }));
    }
    assert.equal(refusedWith(await engine.submit(aSubmitRequest())), 'accepted');
  });

  it('meets a store that fails: INTERNAL, retryable, and nothing of it in what is logged', async () => {
    const turns: TurnStore = {
      ...createMemoryTurnStore(),
      claim: async () => {
        throw new Error('고객의 말: 배송은 얼마나 걸리나요?');
      },
    };
    const { engine, logger, clock } = setUpChat({ turns });
    const outcome = await engine.submit(aSubmitRequest());
    assert.ok(outcome.kind === 'refused');
    assert.deepEqual([outcome.error.code, outcome.error.retryable], ['INTERNAL', true]);
    assert.equal(logger.entries.length, 1);
    assert.doesNotMatch(JSON.stringify(logger.entries), /배송/);
    assert.equal(clock.pending, 0);
    await engine.drain(0);
  });

  it('that would begin a conversation without a name leaves none behind', async () => {
    const sessions = createMemorySessionStore();
    const opened: string[] = [];
    const counting = { ...sessions, open: (session: Session) => (opened.push(session.id), sessions.open(session)) };
    const { engine } = setUpChat({ sessions: counting, settings: { turnsPerMinute: 1 } });
    const first = accepted(await engine.submit(aSubmitRequest({ chatId: undefined })));
    assert.deepEqual(opened, [first.session.id]);
    assert.equal(refusedWith(await engine.submit(aSubmitRequest({ chatId: undefined }))), 'RATE_LIMITED');
    assert.equal(opened.length, 1);
    assert.ok(await engine.history(aSubmitRequest().owner, first.session.id));
  });

  it('because its conversation could not be kept leaves no claim behind', async () => {
    const open = () => Promise.reject(new Error('locked'));
    const sessions = { ...createMemorySessionStore(), open };
    const turns = createMemoryTurnStore();
    const { engine } = setUpChat({ sessions, turns });
    const outcome = await engine.submit(aSubmitRequest({ chatId: undefined, clientMessageId: 'message-1' }));
    assert.ok(outcome.kind === 'refused');
    assert.deepEqual([outcome.error.code, outcome.error.retryable], ['INTERNAL', true]);
    const well = setUpChat({ turns });
    const again = await well.engine.submit(aSubmitRequest({ chatId: undefined, clientMessageId: 'message-1' }));
    assert.ok(again.kind === 'accepted' && !again.isRepeat);
  });

  it('comes while the server shuts down', async () => {
    const { engine } = setUpChat();
    await engine.drain(0);
    const outcome = await engine.submit(aSubmitRequest());
    assert.ok(outcome.kind === 'refused');
    assert.deepEqual([outcome.error.code, outcome.error.retryable], ['INTERNAL', true]);
    assert.match(outcome.error.message, /다시 시작/);
  });
});

describe('an engine', () => {
  it('refuses settings that cannot be meant, and says what it got', () => {
    for (const [settings, message] of [
      [{ historyMessages: 21 }, /historyMessages must be a whole number from 10 to 20, got 21/],
      [{ totalMs: 0 }, /totalMs must be more than 0, got 0/],
      [{ leaseMs: Number.NaN }, /leaseMs must be more than 0, got NaN/],
      [{ budget: { extraAttempts: -1, waitMs: 1 } }, /budget.extraAttempts must be 0 or more, got -1/],
    ] as const) {
      assert.throws(() => setUpChat({ settings }), message);
    }
    assert.throws(() => setUpChat({ assistants: [] }), /at least one assistant/);
    assert.throws(() => setUpChat({ assistants: [scriptedAssistant(), scriptedAssistant()] }), /names of their own/);
  });

  it('lets a conversation outlive its assistant', async () => {
    const first = setUpChat();
    const stream = accepted(await first.engine.submit(aSubmitRequest()));
    await stream.ended;
    const { sessions, turns } = first;
    const { engine } = setUpChat({
      sessions,
      turns,
      assistants: [scriptedAssistant(undefined, 'report')],
      ids: first.ids,
    });
    assert.equal(refusedWith(await engine.submit(aSubmitRequest())), 'accepted');
  });

  it('keeps the way free for others while a turn waits for its model', async () => {
    const model = scriptedModel('primary', [[say('가'), wait('forever')]]);
    const { engine } = setUpChat({ model });
    for (const chatId of ['one', 'two', 'three']) {
      assert.equal(refusedWith(await engine.submit(aSubmitRequest({ chatId }))), 'accepted');
    }
  });
});
