import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock, settle } from '@naru/kernel/testing';
import { FAILURE_KINDS, type LanguageModel, type StreamPart } from '@naru/language-model';
import { call, fail, finish, say, scriptedModel, wait, type ScriptLine } from '@naru/language-model/testing';
import fc from 'fast-check';
import type { FixedAnswer } from '../assistant/assistant.ts';
import type { ChatError } from '../chat-error.ts';
import { createMemorySessionStore } from '../memory/memory-session-store.ts';
import { createMemoryTurnStore } from '../memory/memory-turn-store.ts';
import type { TurnStore } from '../ports/turn-store.ts';
import {
  accepted,
  aFixedAnswer,
  askModelWith,
  aSource,
  aSubmitRequest,
  readChunks,
  resultOf,
  scriptedAssistant,
  setUpChat,
  textOf,
  type ChatOverrides,
} from '../testing/index.ts';
import { isTerminal, type TurnChunk } from './turn-chunk.ts';
import { LOST_TURN_RESULT } from './turn-lease.ts';

const OWNER = aSubmitRequest().owner;

function setUp(lines: readonly ScriptLine[], overrides: ChatOverrides = {}) {
  const clock = new FakeClock();
  const model = scriptedModel('primary', [lines], clock);
  return { ...setUpChat({ model, clock, ...overrides }), model, clock };
}

function errorIn(chunks: readonly TurnChunk[]): ChatError | undefined {
  const error = chunks.find(chunk => chunk.type === 'error');
  return error && (JSON.parse(error.errorText) as ChatError);
}

describe('stopping (C-TURN-3)', () => {
  it('ends the answer, keeps its text, and lets go of the provider', async () => {
    const { engine, model, clock } = setUp([say('이틀'), wait('forever')]);
    const stream = accepted(await engine.submit(aSubmitRequest()));
    await settle();
    await engine.stop(OWNER, 'chat-1');
    const chunks = await readChunks(stream);
    assert.deepEqual(chunks.at(-1), { type: 'abort', reason: 'stopped' });
    assert.equal(textOf(chunks), '이틀');
    const { finish: ending, text, status } = resultOf(await stream.ended);
    assert.deepEqual([ending, text, status], ['stopped', '이틀', 'ok']);
    await settle();
    assert.deepEqual([model.running, clock.pending], [0, 0]);
  });

  it('tells how the turn ended before the chunk that cannot say it', async () => {
    const { engine } = setUp([say('이틀'), wait('forever')]);
    const stream = accepted(await engine.submit(aSubmitRequest()));
    await engine.stop(OWNER, 'chat-1');
    const metadata = (await readChunks(stream)).at(-2);
    assert.ok(metadata?.type === 'message-metadata');
    assert.equal(metadata.messageMetadata.finish, 'stopped');
  });

  it('does nothing a second time, for another stream, or for another owner', async () => {
    const { engine } = setUp([say('이틀'), wait('forever')]);
    const stream = accepted(await engine.submit(aSubmitRequest()));
    await engine.stop(OWNER, 'chat-1', 'another stream');
    await engine.stop({ kind: 'user', userId: '7' }, 'chat-1');
    await engine.stop(OWNER, 'another chat');
    assert.ok(await engine.resume(OWNER, 'chat-1'), 'it still runs');
    await engine.stop(OWNER, stream.session.id, stream.streamId);
    await engine.stop(OWNER, stream.session.id, stream.streamId);
    assert.equal(await engine.resume(OWNER, 'chat-1'), undefined);
  });

  it('lets the next message in as soon as it returns', async () => {
    const { engine } = setUp([say('이틀'), wait('forever')]);
    accepted(await engine.submit(aSubmitRequest()));
    await engine.stop(OWNER, 'chat-1');
    accepted(await engine.submit(aSubmitRequest({ text: '다음' })));
  });

  it('does not wait for a model that does not heed it, and takes nothing more from it', async () => {
    const late = Promise.withResolvers<void>();
    const deaf: LanguageModel = {
      id: 'deaf',
      async *stream() {
        yield [{ type: 'text-delta', text: '이틀' }];
        await late.promise;
        yield [{ type: 'text-delta', text: ' 뒤늦은 말' }, finish];
      },
    };
    const { engine } = setUpChat({ model: deaf });
    const stream = accepted(await engine.submit(aSubmitRequest()));
    await settle();
    await engine.stop(OWNER, 'chat-1');
    late.resolve();
    await settle();
    assert.equal(textOf(await readChunks(stream)), '이틀');
    assert.equal(resultOf(await stream.ended).text, '이틀');
  });

  it('takes nothing from an assistant that comes back when the answer has ended', async () => {
    const [looking, storing] = [Promise.withResolvers<FixedAnswer>(), Promise.withResolvers<void>()];
    const store = createMemoryTurnStore();
    const turns: TurnStore = {
      ...store,
      async finish(...end) {
        await storing.promise;
        return store.finish(...end);
      },
    };
    const { engine } = setUp([], { turns, assistants: [scriptedAssistant(() => looking.promise)] });
    const stream = accepted(await engine.submit(aSubmitRequest()));
    const stopped = engine.stop(OWNER, 'chat-1');
    await settle();
    looking.resolve(aFixedAnswer());
    await settle();
    storing.resolve();
    await stopped;
    assert.equal(textOf(await readChunks(stream)), '');
    assert.equal(resultOf(await stream.ended).text, '');
  });

  it('never makes two ends of one answer, however it races with the last word', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.nat(12), async (scheduler, stopAfter) => {
        const store = createMemoryTurnStore();
        const turns: TurnStore = {
          ...store,
          finish: scheduler.scheduleFunction(store.finish),
          findRunning: scheduler.scheduleFunction(store.findRunning),
        };
        const model: LanguageModel = {
          id: 'primary',
          async *stream() {
            for (const text of ['가', '나', '다']) {
              await scheduler.schedule(Promise.resolve());
              yield [{ type: 'text-delta', text }] satisfies StreamPart[];
            }
            yield [finish];
          },
        };
        const { engine, clock } = setUpChat({ model, turns });
        const stream = accepted(await engine.submit(aSubmitRequest()));
        const reading = readChunks(stream);
        const stopping = (async () => {
          for (let count = 0; count < stopAfter; count += 1) await scheduler.schedule(Promise.resolve());
          await engine.stop(OWNER, 'chat-1');
        })();
        await scheduler.waitFor(Promise.all([stopping, stream.ended]));
        const chunks = await reading;
        const { finish: ending, text } = resultOf(await stream.ended);
        const terminals = chunks.filter(isTerminal);
        assert.equal(terminals.length, 1);
        assert.equal(terminals[0]?.type, ending === 'stopped' ? 'abort' : 'finish');
        assert.ok(ending === 'complete' ? text === '가나다' : ending === 'stopped', `ended as ${ending}`);
        assert.equal(textOf(chunks), text, 'what was read is what is stored');
        assert.deepEqual(resultOf((await turns.find(stream.streamId))!).finish, ending);
        assert.equal(clock.pending, 0);
      }),
      { numRuns: 200 },
    );
  });
});

describe('an answer without end', () => {
  it('is ended at its greatest length, as complete as it is', async () => {
    const model: LanguageModel = {
      id: 'endless',
      async *stream() {
        for (;;) yield [{ type: 'text-delta', text: '가'.repeat(1_000) }];
      },
    };
    const { engine } = setUpChat({ model });
    const stream = accepted(await engine.submit(aSubmitRequest()));
    const end = (await readChunks(stream)).at(-1);
    assert.ok(end?.type === 'finish');
    assert.equal(end.finishReason, 'length');
    assert.equal(resultOf(await stream.ended).text.length, 101_000);
  });
});

describe('the time guard (C-GRD-2)', () => {
  const DELAYED = '응답이 지연되고 있습니다. 잠시 후 다시 시도해 주세요.';

  it('ends an answer that does not begin: an error, with a hint to retry', async () => {
    const { engine, clock, model } = setUp([wait('forever')]);
    const stream = accepted(await engine.submit(aSubmitRequest()));
    await clock.advance(9_999);
    assert.ok(await engine.resume(OWNER, 'chat-1'));
    await clock.advance(1);
    const chunks = await readChunks(stream);
    const error = errorIn(chunks);
    assert.deepEqual([error?.code, error?.message, error?.retryable], ['GUARD_TIME', DELAYED, true]);
    assert.ok((error?.retryAfterMs ?? 0) > 0);
    const { finish: ending, reasonCode, nextAction } = resultOf(await stream.ended);
    assert.deepEqual([ending, reasonCode, nextAction], ['guarded', 'GUARD_TIME', 'RETRY']);
    assert.deepEqual([model.running, clock.pending], [0, 0]);
  });

  it('ends an answer that goes on too long: what was said stays, and the guard says why', async () => {
    const lines = Array.from({ length: 20 }, () => [say('말'), wait(5_000)]).flat();
    const { engine, clock } = setUp(lines);
    const stream = accepted(await engine.submit(aSubmitRequest()));
    await clock.advance(60_000);
    const chunks = await readChunks(stream);
    assert.equal(textOf(chunks), '말'.repeat(12));
    const [guard, end] = chunks.slice(-2);
    assert.deepEqual(guard, {
      type: 'data-guard',
      id: stream.messageId,
      data: { v: 1, kind: 'time', used: 60_000, limit: 60_000, message: DELAYED },
    });
    assert.ok(end?.type === 'finish');
    assert.deepEqual([end.finishReason, end.messageMetadata.finish], ['other', 'guarded']);
    assert.deepEqual(resultOf(await stream.ended).dataParts, [guard]);
  });

  it('ends a turn whose assistant never comes back', async () => {
    const never = new Promise<never>(() => {});
    const { engine, clock } = setUp([], { assistants: [scriptedAssistant(() => never)] });
    const stream = accepted(await engine.submit(aSubmitRequest()));
    await clock.advance(10_000);
    assert.equal(errorIn(await readChunks(stream))?.code, 'GUARD_TIME');
  });
});

describe('a provider that fails', () => {
  for (const kind of FAILURE_KINDS) {
    it(`before the first word, as ${kind}: an error in our own words`, async () => {
      const options = { detail: 'upstream said: 비밀', retryAfterMs: 1_234.5 };
      const { engine, sessions } = setUp([fail(kind, options)]);
      const stream = accepted(await engine.submit(aSubmitRequest()));
      const chunks = await readChunks(stream);
      const error = errorIn(chunks);
      assert.match(
        error?.code ?? '',
        kind === 'content_filter' ? /^GUARD_OUTPUT$/ : /^PROVIDER_(UNAVAILABLE|TIMEOUT)$/,
      );
      assert.match(error?.message ?? '', /[가-힣]/);
      assert.doesNotMatch(JSON.stringify(chunks), /비밀|upstream/);
      assert.equal(resultOf(await stream.ended).error?.code, error?.code);
      assert.equal((await sessions.find('a:owner-1', 'chat-1'))?.state.fallbackCount, 1);
    });
  }

  it('after words: they stay, are marked interrupted, and the end is honest (R-FO-3)', async () => {
    const lines = [say('이틀쯤 [1'), fail('stream_broken')];
    const assistant = scriptedAssistant(question => askModelWith({ sources: [aSource()] }, question));
    const { engine } = setUp(lines, { assistants: [assistant] });
    const stream = accepted(await engine.submit(aSubmitRequest()));
    const chunks = await readChunks(stream);
    assert.equal(textOf(chunks), '이틀쯤');
    const error = errorIn(chunks);
    assert.deepEqual([error?.code, error?.retryable], ['PROVIDER_UNAVAILABLE', true]);
    assert.match(error?.message ?? '', /중간에 끊겼습니다/);
    const { finish: ending, text, status } = resultOf(await stream.ended);
    assert.deepEqual([ending, text, status], ['interrupted', '이틀쯤', 'error']);
  });

  it('says when to come back, where the provider said so', async () => {
    const { engine } = setUp([fail('rate_limited', { retryAfterMs: 1_234.5 })]);
    const error = errorIn(await readChunks(accepted(await engine.submit(aSubmitRequest()))));
    assert.equal(error?.retryAfterMs, 1_235);
  });

  it('is told apart from a budget of ours that is spent', async () => {
    const { engine } = setUp([fail('quota', { dispatched: false })]);
    const error = errorIn(await readChunks(accepted(await engine.submit(aSubmitRequest()))));
    assert.deepEqual([error?.code, error?.retryable], ['QUOTA_EXCEEDED', false]);
  });

  for (const [what, lines] of [
    ['nothing', [finish]],
    ['white space', [say(' \n '), finish]],
    ['a source that is none', [say(' [7]'), finish]],
    ['a sign alone', [say('...'), finish]],
  ] as const) {
    it(`by saying ${what}: blocked as empty (C-GRD-3)`, async () => {
      const assistant = scriptedAssistant(question => askModelWith({ sources: [aSource()] }, question));
      const { engine } = setUp(lines, { assistants: [assistant] });
      const stream = accepted(await engine.submit(aSubmitRequest()));
      await readChunks(stream);
      const { finish: ending, text, reasonCode } = resultOf(await stream.ended);
      assert.deepEqual([ending, text, reasonCode], ['blocked', '응답 품질 검증에서 차단되었습니다.', 'GUARD_OUTPUT']);
    });
  }

  it('by throwing what is no ModelError: INTERNAL, and the log holds none of its text', async () => {
    const model: LanguageModel = {
      id: 'broken',
      stream() {
        throw new TypeError('고객의 말');
      },
    };
    const { engine, logger } = setUpChat({ model });
    const chunks = await readChunks(accepted(await engine.submit(aSubmitRequest())));
    assert.equal(errorIn(chunks)?.code, 'INTERNAL');
    assert.match(JSON.stringify(logger.entries), /TypeError/);
    assert.doesNotMatch(JSON.stringify(logger.entries), /고객의 말/);
  });

  it('by a content filter after words: they are withdrawn, and history keeps the fixed sentence (C-GRD-3)', async () => {
    const filtered = { ...finish, reason: { unified: 'content-filter', raw: 'content_filter' } } as const;
    const assistant = scriptedAssistant(question => askModelWith({ sources: [aSource()] }, question));
    const { engine } = setUp([say('나쁜 말 [1].'), filtered], { assistants: [assistant] });
    const stream = accepted(await engine.submit(aSubmitRequest()));
    const chunks = await readChunks(stream);
    const [guard, end] = chunks.slice(-2);
    assert.ok(guard?.type === 'data-guard' && end?.type === 'finish');
    assert.deepEqual([guard.data.kind, end.finishReason], ['content', 'content-filter']);
    const { finish: ending, text, citations, dataParts } = resultOf(await stream.ended);
    assert.deepEqual([ending, text], ['blocked', '응답 품질 검증에서 차단되었습니다.']);
    assert.deepEqual([citations, dataParts], [[], [guard]]);
  });

  it('is forgiven once an answer is supported again', async () => {
    const model = scriptedModel('primary', [[fail('server')], [fail('server')], [say('이틀 [1]'), finish]]);
    const assistant = scriptedAssistant(question => askModelWith({ sources: [aSource()] }, question));
    const { engine, sessions } = setUpChat({ model, assistants: [assistant] });
    const counts: (number | undefined)[] = [];
    for (let count = 0; count < 3; count += 1) {
      await accepted(await engine.submit(aSubmitRequest())).ended;
      counts.push((await sessions.find('a:owner-1', 'chat-1'))?.state.fallbackCount);
    }
    assert.deepEqual(counts, [1, 2, 0]);
    assert.equal((await sessions.find('a:owner-1', 'chat-1'))?.state.unresolved, undefined);
  });
});

describe('an attempt that begins anew after words', () => {
  const lines: readonly ScriptLine[] = [say('버릴 말 [2].'), { type: 'restart' }, say('남을 말 [1]'), finish];
  const assistant = () =>
    scriptedAssistant(question => askModelWith({ sources: [aSource({ id: 'a' }), aSource({ id: 'b' })] }, question));

  it('takes its words back where the client can, with what they cited', async () => {
    const { engine } = setUp(lines, { assistants: [assistant()] });
    const stream = accepted(await engine.submit(aSubmitRequest({ accepts: new Set(['reset-step']) })));
    const chunks = await readChunks(stream);
    assert.equal(chunks.filter(({ type }) => type === 'reset-step').length, 1);
    assert.equal(textOf(chunks), '남을 말 [1]');
    const { text, citations, finish: ending } = resultOf(await stream.ended);
    assert.deepEqual([text, citations.map(({ n }) => n), ending], ['남을 말 [1]', [1], 'complete']);
  });

  it('ends as interrupted where it cannot: two attempts never meet in one answer', async () => {
    const { engine } = setUp(lines, { assistants: [assistant()] });
    const stream = accepted(await engine.submit(aSubmitRequest()));
    const chunks = await readChunks(stream);
    assert.ok(!chunks.some(({ type }) => type === 'reset-step'));
    assert.equal(errorIn(chunks)?.code, 'PROVIDER_UNAVAILABLE');
    assert.doesNotMatch(resultOf(await stream.ended).text, /남을 말/);
  });

  it('is asked for only where the client can take words back', async () => {
    const { engine, model } = setUp([say('말'), finish]);
    await accepted(await engine.submit(aSubmitRequest())).ended;
    await accepted(await engine.submit(aSubmitRequest({ accepts: new Set(['reset-step']) }))).ended;
    assert.deepEqual(
      model.calls.map(({ settings }) => settings.acceptsRestart),
      [false, true],
    );
  });

  it('drops the tool calls of the broken attempt: none of them is run', async () => {
    const model = scriptedModel('primary', [[call('find', {}), { type: 'restart' }, say('말'), finish]]);
    const run = async () => assert.fail('must not run');
    const tool = { name: 'find', description: '', inputSchema: {}, hasSideEffects: true, run };
    const tools = scriptedAssistant(question => askModelWith({ tools: [tool] }, question));
    const { engine } = setUpChat({ model, assistants: [tools] });
    const result = resultOf(await accepted(await engine.submit(aSubmitRequest())).ended);
    assert.deepEqual([result.finish, result.text, model.calls.length], ['complete', '말', 1]);
  });

  it('is nobody’s business before the first word', async () => {
    const { engine } = setUp([{ type: 'restart' }, say('말'), finish]);
    const chunks = await readChunks(accepted(await engine.submit(aSubmitRequest())));
    assert.equal(textOf(chunks), '말');
    assert.ok(!chunks.some(({ type }) => type === 'reset-step'));
  });
});

describe('a store that fails at the end (C-TURN-4)', () => {
  function failing(times: number): TurnStore {
    const store = createMemoryTurnStore();
    let left = times;
    return {
      ...store,
      async finish(...end) {
        left -= 1;
        if (left >= 0) throw new Error('locked');
        return store.finish(...end);
      },
    };
  }

  it('is asked again, and the reader sees the end once it is stored', async () => {
    const turns = failing(3);
    const { engine, clock } = setUp([say('이틀'), finish], { turns });
    const stream = accepted(await engine.submit(aSubmitRequest()));
    await clock.advance(5_000);
    assert.equal((await readChunks(stream)).at(-1)?.type, 'finish');
    assert.equal(resultOf((await turns.find(stream.streamId))!).text, '이틀');
  });

  it('and goes on failing: an honest error, no finish, and the lease ends the turn', async () => {
    const { engine, clock, turns } = setUp([say('이틀'), finish], { turns: failing(100) });
    const stream = accepted(await engine.submit(aSubmitRequest()));
    await clock.advance(5_000);
    const chunks = await readChunks(stream);
    assert.equal(errorIn(chunks)?.code, 'INTERNAL');
    assert.ok(!chunks.some(({ type }) => type === 'finish'));
    assert.equal(resultOf(await stream.ended).error?.code, 'INTERNAL');
    assert.equal(clock.pending, 0);
    await clock.advance(30_000);
    const [turn] = await turns.list(stream.session.id, 1, clock.now());
    assert.equal(turn && resultOf(turn).finish, 'interrupted');
    accepted(await engine.submit(aSubmitRequest({ text: '다음' })));
  });

  it('may have stored it all the same: that is one end, not two', async () => {
    const store = createMemoryTurnStore();
    let calls = 0;
    const turns: TurnStore = {
      ...store,
      async finish(...end) {
        calls += 1;
        const isFirst = await store.finish(...end);
        if (calls === 1) throw new Error('the answer of the database was lost');
        return isFirst;
      },
    };
    const assistant = scriptedAssistant(question => askModelWith({ sources: [aSource()] }, question));
    const { engine, clock, sessions } = setUp([say('이틀'), finish], { turns, assistants: [assistant] });
    const stream = accepted(await engine.submit(aSubmitRequest()));
    await clock.advance(5_000);
    assert.equal((await readChunks(stream)).at(-1)?.type, 'finish');
    assert.equal(resultOf(await stream.ended).finish, 'complete');
    assert.equal((await sessions.find('a:owner-1', 'chat-1'))?.state.fallbackCount, 1);
  });

  it('is told as an error also where a guard had ended the answer', async () => {
    const { engine, clock } = setUp([say('이틀'), wait('forever')], { turns: failing(100) });
    const stream = accepted(await engine.submit(aSubmitRequest()));
    await clock.advance(65_000);
    assert.equal(errorIn(await readChunks(stream))?.code, 'INTERNAL');
  });

  it('counts nothing for a turn that the store had ended before', async () => {
    const store = createMemoryTurnStore();
    const turns: TurnStore = {
      ...store,
      async finish(turnId, endedAtMs) {
        await store.finish(turnId, endedAtMs, LOST_TURN_RESULT);
        return false;
      },
    };
    const { engine, sessions } = setUp([fail('server')], { turns });
    const stream = accepted(await engine.submit(aSubmitRequest()));
    assert.deepEqual(resultOf(await stream.ended), LOST_TURN_RESULT);
    assert.equal((await sessions.find('a:owner-1', 'chat-1'))?.state.fallbackCount, 0);
  });

  it('loses a count, never the answer, when only the session cannot be kept', async () => {
    const sessions = { ...createMemorySessionStore(), saveState: async () => Promise.reject(new Error('locked')) };
    const { engine, logger } = setUp([fail('server')], { sessions });
    const turn = await accepted(await engine.submit(aSubmitRequest())).ended;
    assert.equal(resultOf(turn).error?.code, 'PROVIDER_UNAVAILABLE');
    assert.equal(logger.entries.length, 1);
  });
});

describe('leases', () => {
  it('are renewed while the answer is made', async () => {
    const { engine, clock, turns } = setUp([say('이틀'), wait(50_000), finish]);
    const stream = accepted(await engine.submit(aSubmitRequest()));
    await clock.advance(45_000);
    assert.ok(await turns.findRunning(stream.session.id, clock.now()));
    await clock.advance(5_000);
    assert.equal(resultOf(await stream.ended).finish, 'complete');
    assert.equal(clock.pending, 0);
  });

  it('survive a store that is away for a moment', async () => {
    const store = createMemoryTurnStore();
    let renewals = 0;
    const turns: TurnStore = {
      ...store,
      async renew(...lease) {
        renewals += 1;
        if (renewals === 1) throw new Error('away');
        return store.renew(...lease);
      },
    };
    const { engine, clock } = setUp([say('이틀'), wait(40_000), finish], { turns });
    const stream = accepted(await engine.submit(aSubmitRequest()));
    await clock.advance(40_000);
    assert.equal(resultOf(await stream.ended).finish, 'complete');
  });

  it('that were lost end the answer at the next renewal', async () => {
    const turns = { ...createMemoryTurnStore(), renew: async () => false };
    const { engine, clock, model } = setUp([say('이틀'), wait(50_000), finish], { turns });
    const stream = accepted(await engine.submit(aSubmitRequest()));
    await clock.advance(10_000);
    assert.deepEqual([resultOf(await stream.ended).finish, model.running, clock.pending], ['interrupted', 0, 0]);
  });

  it('that were lost end the answer as it is stored: interrupted, with an error and no finish', async () => {
    const turns = { ...createMemoryTurnStore(), renew: async () => Promise.reject(new Error('away')) };
    const { engine, clock, model } = setUp([say('이틀'), wait(50_000), finish], { turns });
    const stream = accepted(await engine.submit(aSubmitRequest()));
    await clock.advance(30_000);
    const next = await engine.submit(aSubmitRequest({ text: '다음', chatId: 'chat-1' }));
    assert.equal(next.kind, 'accepted', 'the store gave the place away');
    await clock.advance(20_000);
    assert.equal(errorIn(await readChunks(stream))?.code, 'INTERNAL');
    assert.equal(resultOf(await stream.ended).finish, 'interrupted');
    assert.equal(model.calls.length, 2);
  });
});

describe('draining', () => {
  it('lets running answers finish', async () => {
    const { engine, clock } = setUp([say('이틀'), wait(2_000), say('쯤'), finish]);
    const stream = accepted(await engine.submit(aSubmitRequest()));
    const drained = engine.drain(10_000);
    await clock.advance(2_000);
    await drained;
    assert.equal(resultOf(await stream.ended).finish, 'complete');
    assert.equal(clock.pending, 0);
  });

  it('cuts those that take too long: interrupted, their text kept, an honest error', async () => {
    const { engine, clock } = setUp([say('이틀'), wait('forever')]);
    const stream = accepted(await engine.submit(aSubmitRequest()));
    const drained = engine.drain(3_000);
    await clock.advance(3_000);
    await drained;
    const { finish: ending, text } = resultOf(await stream.ended);
    assert.deepEqual([ending, text], ['interrupted', '이틀']);
    assert.equal(errorIn(await readChunks(stream))?.code, 'INTERNAL');
    assert.equal(clock.pending, 0);
  });

  it('does not wait forever for a store that hangs', async () => {
    const turns = { ...createMemoryTurnStore(), finish: () => new Promise<never>(() => {}) };
    const { engine, clock } = setUp([say('이틀'), finish], { turns });
    accepted(await engine.submit(aSubmitRequest()));
    const drained = engine.drain(1_000);
    await clock.advance(6_000);
    await drained;
  });
});
