import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock, settle } from '@naru/kernel/testing';
import { fail, finish, say, scriptedModel, wait, type ScriptLine } from '@naru/language-model/testing';
import type { TurnStream } from '../engine.ts';
import { createMemoryStreamLog } from '../memory/memory-stream-log.ts';
import {
  accepted,
  aSubmitRequest,
  readChunks,
  refusedWith,
  resultOf,
  scriptedAssistant,
  setUpChat,
  textOf,
  type ChatOverrides,
} from '../testing/index.ts';

/** An engine whose model says a word, thinks for five seconds, and says another. */
function setUp(overrides: ChatOverrides & { readonly scripts?: readonly (readonly ScriptLine[])[] } = {}) {
  const clock = new FakeClock();
  const model = scriptedModel('primary', overrides.scripts ?? [[say('이틀'), wait(5_000), say('쯤'), finish]], clock);
  return { ...setUpChat({ ...overrides, model, clock }), model };
}

/** Reads until told to leave. */
function attend(stream: TurnStream) {
  const leaving = new AbortController();
  const reading = Array.fromAsync(stream.read(0, leaving.signal));
  return {
    reading,
    async leave() {
      leaving.abort();
      await reading;
    },
  };
}

describe('one generation at a time (C-TURN-1)', () => {
  it('refuses a second message while the first is read', async () => {
    const { engine, clock } = setUp();
    const tab = attend(accepted(await engine.submit(aSubmitRequest())));
    await clock.advance(2_000);
    const outcome = await engine.submit(aSubmitRequest({ text: '다른 질문' }));
    assert.ok(outcome.kind === 'refused');
    assert.deepEqual([outcome.error.code, outcome.error.retryable], ['CONFLICT_ACTIVE_STREAM', true]);
    await clock.advance(3_000);
    await tab.reading;
  });

  it('refuses it from a second tab as well, whoever of the two reads', async () => {
    const { engine, clock } = setUp();
    const stream = accepted(await engine.submit(aSubmitRequest()));
    const [one, two] = [attend(stream), attend((await engine.resume(aSubmitRequest().owner, 'chat-1'))!)];
    await settle();
    await one.leave();
    await clock.advance(2_000);
    assert.equal(refusedWith(await engine.submit(aSubmitRequest({ text: '다른 질문' }))), 'CONFLICT_ACTIVE_STREAM');
    await two.leave();
  });

  it('gives way to the next message once nobody has read for a second: stopped, its text kept', async () => {
    const { engine, clock } = setUp();
    const first = accepted(await engine.submit(aSubmitRequest({ text: '첫째' })));
    const tab = attend(first);
    await clock.advance(500);
    await tab.leave();
    await clock.advance(999);
    const early = await engine.submit(aSubmitRequest({ text: '둘째' }));
    assert.ok(early.kind === 'refused');
    assert.equal(early.error.retryAfterMs, 1);
    await clock.advance(1);
    const second = accepted(await engine.submit(aSubmitRequest({ text: '둘째' })));
    const { finish: ending, text, error } = resultOf(await first.ended);
    assert.deepEqual([ending, text, error], ['stopped', '이틀', undefined]);
    assert.equal((await readChunks(first)).at(-1)?.type, 'abort');
    await clock.advance(5_000);
    assert.equal(resultOf(await second.ended).finish, 'complete');
  });

  it('counts a reader that came back', async () => {
    const { engine, clock } = setUp();
    const stream = accepted(await engine.submit(aSubmitRequest()));
    await clock.advance(3_000);
    const tab = attend(stream);
    await settle();
    assert.equal(refusedWith(await engine.submit(aSubmitRequest({ text: '둘째' }))), 'CONFLICT_ACTIVE_STREAM');
    await tab.leave();
  });

  it('counts the one that waits for a JSON answer, until that one has gone', async () => {
    const { engine, clock } = setUp();
    const caller = new AbortController();
    accepted(await engine.submit(aSubmitRequest({ mode: 'json', caller: caller.signal })));
    await clock.advance(3_000);
    assert.equal(refusedWith(await engine.submit(aSubmitRequest({ text: '둘째' }))), 'CONFLICT_ACTIVE_STREAM');
    caller.abort();
    await clock.advance(1_000);
    assert.equal(refusedWith(await engine.submit(aSubmitRequest({ text: '둘째' }))), 'accepted');
  });

  it('counts one that waits for the JSON answer by a second sending', async () => {
    const { engine, clock } = setUp();
    accepted(await engine.submit(aSubmitRequest({ clientMessageId: 'm1' })));
    const caller = new AbortController();
    accepted(await engine.submit(aSubmitRequest({ clientMessageId: 'm1', mode: 'json', caller: caller.signal })));
    await clock.advance(3_000);
    assert.equal(refusedWith(await engine.submit(aSubmitRequest({ text: '둘째' }))), 'CONFLICT_ACTIVE_STREAM');
  });

  it('lets exactly one of many messages at once run', async () => {
    const { engine } = setUp();
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, count) => engine.submit(aSubmitRequest({ text: `질문 ${count}` }))),
    );
    const codes = outcomes.map(refusedWith);
    assert.equal(codes.filter(code => code === 'accepted').length, 1);
    assert.equal(codes.filter(code => code === 'CONFLICT_ACTIVE_STREAM').length, 19);
  });

  it('opens one conversation for an alias that two messages name at once', async () => {
    const { engine, clock } = setUp();
    await Promise.all([engine.submit(aSubmitRequest({ text: '가' })), engine.submit(aSubmitRequest({ text: '나' }))]);
    await clock.advance(5_000);
    assert.equal((await engine.history(aSubmitRequest().owner, 'chat-1'))?.turns.length, 1);
  });
});

describe('a message sent twice (C-TURN-1)', () => {
  const twice = aSubmitRequest({ clientMessageId: 'm1' });

  it('attaches to the running answer and makes no second one', async () => {
    const { engine, clock, model } = setUp();
    const [one, two] = await Promise.all([engine.submit(twice), engine.submit(twice)]);
    assert.ok(one.kind === 'accepted' && two.kind === 'accepted');
    assert.deepEqual([one.isRepeat, two.isRepeat].sort(), [false, true]);
    assert.equal(one.stream.messageId, two.stream.messageId);
    const reading = Promise.all([readChunks(one.stream), readChunks(two.stream)]);
    await clock.advance(5_000);
    assert.deepEqual((await reading).map(textOf), ['이틀쯤', '이틀쯤']);
    assert.equal(model.calls.length, 1);
  });

  it('attaches to the log of the complete answer', async () => {
    const { engine, clock, model } = setUp();
    const first = accepted(await engine.submit(twice));
    await clock.advance(5_000);
    const uncut = await readChunks(first);
    const again = accepted(await engine.submit(twice));
    assert.deepEqual(textOf(await readChunks(again)), textOf(uncut));
    assert.equal(resultOf(await again.ended).text, '이틀쯤');
    assert.equal(model.calls.length, 1);
  });

  it('gets one replay from the store once the log is gone', async () => {
    const { engine, clock } = setUp();
    const first = accepted(await engine.submit(twice));
    await clock.advance(5_000);
    await first.ended;
    await clock.advance(600_000);
    const again = accepted(await engine.submit(twice));
    const chunks = await readChunks(again);
    assert.equal(again.messageId, first.messageId);
    assert.equal(textOf(chunks), '이틀쯤');
    assert.deepEqual([chunks[0]?.type, chunks.at(-1)?.type], ['start', 'finish']);
    assert.deepEqual(await readChunks(again), chunks, 'the same on every reading');
  });

  it('does not attach to an answer that belongs to another content', async () => {
    const { engine, clock } = setUp();
    accepted(await engine.submit(twice));
    assert.equal(refusedWith(await engine.submit({ ...twice, text: '다른 내용' })), 'IDEMPOTENCY_MISMATCH');
    await clock.advance(5_000);
    assert.equal(refusedWith(await engine.submit({ ...twice, text: '다른 내용' })), 'IDEMPOTENCY_MISMATCH');
    assert.equal(refusedWith(await engine.submit({ ...twice, chatId: 'chat-2' })), 'IDEMPOTENCY_MISMATCH');
  });

  it('finds the conversation that its first sending began without a name', async () => {
    const { engine } = setUp();
    const nameless = { ...twice, chatId: undefined };
    const first = accepted(await engine.submit(nameless));
    const again = accepted(await engine.submit(nameless));
    assert.deepEqual([again.session.id, again.messageId], [first.session.id, first.messageId]);
  });

  it('belongs to its owner alone', async () => {
    const { engine } = setUp();
    const first = accepted(await engine.submit(twice));
    const other = await engine.submit({ ...twice, owner: { kind: 'user', userId: '7' } });
    assert.ok(other.kind === 'accepted' && !other.isRepeat);
    assert.notEqual(other.stream.session.id, first.session.id);
  });

  it('is answered anew after a provider failure', async () => {
    const { engine } = setUp({ scripts: [[fail('server')], [say('됐습니다.'), finish]] });
    assert.equal(resultOf(await accepted(await engine.submit(twice)).ended).status, 'error');
    const again = await engine.submit(twice);
    assert.ok(again.kind === 'accepted' && !again.isRepeat);
    assert.equal(resultOf(await again.stream.ended).text, '됐습니다.');
  });

  it('is forgotten after a day', async () => {
    const { engine, clock } = setUp();
    accepted(await engine.submit(twice));
    await clock.advance(24 * 3_600_000 - 1);
    assert.ok((await repeat()) === true);
    await clock.advance(1);
    assert.ok((await repeat()) === false);

    async function repeat(): Promise<boolean> {
      const outcome = await engine.submit(twice);
      return outcome.kind === 'accepted' && outcome.isRepeat;
    }
  });

  it('runs in its own right when the first sending is refused between claim and start', async () => {
    const gate = Promise.withResolvers<void>();
    let asked = 0;
    const rateLimit = {
      async take() {
        asked += 1;
        if (asked > 1) return { kind: 'allowed' } as const;
        await gate.promise;
        return { kind: 'limited', retryAfterMs: 1 } as const;
      },
    };
    const { engine } = setUp({ rateLimit });
    const [one, two] = [engine.submit(twice), engine.submit(twice)];
    await settle();
    gate.resolve();
    assert.equal(refusedWith(await one), 'RATE_LIMITED');
    const second = await two;
    assert.ok(second.kind === 'accepted' && !second.isRepeat);
  });

  it('waits for the answer of another process, and replays it', async () => {
    const here = setUp();
    const { sessions, turns, clock, ids } = here;
    const running = accepted(await here.engine.submit(twice));
    const there = setUpChat({ sessions, turns, ids, clock, streamLog: createMemoryStreamLog({ clock }) });
    const again = accepted(await there.engine.submit(twice));
    assert.equal(await there.engine.resume(twice.owner, 'chat-1'), undefined);
    const reading = readChunks(again);
    await clock.advance(6_000);
    assert.equal(textOf(await reading), '이틀쯤');
    assert.deepEqual(await again.ended, await running.ended);
    assert.equal(clock.pending, 0);
  });
});

describe('an answer made again', () => {
  const again = aSubmitRequest({ trigger: 'regenerate-message', text: '믿지 않을 말', clientMessageId: 'm1' });
  const scripts = [
    [say('하나'), finish],
    [say('둘'), finish],
    [say('셋'), finish],
  ];

  it('answers the stored question, and takes the place of the last answer', async () => {
    const assistant = scriptedAssistant();
    const { engine } = setUp({ scripts, assistants: [assistant] });
    await accepted(await engine.submit(aSubmitRequest({ text: '질문', clientMessageId: 'm1' }))).ended;
    const turn = await accepted(await engine.submit(again)).ended;
    assert.equal(assistant.questions[1]?.text, '질문');
    assert.deepEqual(assistant.questions[1]?.history, [], 'what is replaced is not looked at');
    assert.equal(turn.userMessageId, 'm1');
    const turns = (await engine.history(again.owner, 'chat-1'))?.turns ?? [];
    assert.deepEqual(
      turns.map(({ userText, state }) => [userText, state.name === 'ended' && state.result.text]),
      [['질문', '둘']],
    );
  });

  it('is made again and again, since each time another answer is the last', async () => {
    const { engine } = setUp({ scripts });
    await accepted(await engine.submit(aSubmitRequest({ clientMessageId: 'm1' }))).ended;
    await accepted(await engine.submit(again)).ended;
    assert.equal(resultOf(await accepted(await engine.submit(again)).ended).text, '셋');
  });

  it('attaches when the same is asked while it is made', async () => {
    const { engine, clock } = setUp({
      scripts: [
        [say('하나'), finish],
        [say('둘'), wait(1_000), finish],
      ],
    });
    await accepted(await engine.submit(aSubmitRequest({ clientMessageId: 'm1' }))).ended;
    const first = accepted(await engine.submit(again));
    const second = await engine.submit(again);
    assert.ok(second.kind === 'accepted' && second.isRepeat);
    assert.equal(second.stream.messageId, first.messageId);
    await clock.advance(1_000);
  });

  for (const named of ['answer', 'question'] as const) {
    it(`takes the ${named}'s id for the turn that is meant`, async () => {
      const assistant = scriptedAssistant();
      const { engine } = setUp({ scripts, assistants: [assistant] });
      const first = await accepted(await engine.submit(aSubmitRequest({ text: '첫째', clientMessageId: 'm1' }))).ended;
      await accepted(await engine.submit(aSubmitRequest({ text: '둘째', clientMessageId: 'm2' }))).ended;
      const regenerateMessageId = named === 'answer' ? first.messageId : 'm1';
      const turn = await accepted(await engine.submit({ ...again, regenerateMessageId })).ended;
      assert.deepEqual([turn.replacesTurnId, turn.userText], [first.id, '첫째']);
      assert.deepEqual(assistant.questions.at(-1)?.history, [], 'what came later is not looked at');
    });
  }

  it('is not found for an answer of another conversation', async () => {
    const { engine } = setUp({ scripts });
    const elsewhere = accepted(await engine.submit(aSubmitRequest({ chatId: 'chat-2' })));
    await elsewhere.ended;
    await accepted(await engine.submit(aSubmitRequest())).ended;
    const outcome = await engine.submit({ ...again, regenerateMessageId: elsewhere.messageId });
    assert.equal(refusedWith(outcome), 'NOT_FOUND');
  });
});
