import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock } from '@naru/kernel/testing';
import { call, finish, say, scriptedModel } from '@naru/language-model/testing';
import type { AskModel } from '../assistant/assistant.ts';
import { createMemorySemanticCache } from '../memory/memory-semantic-cache.ts';
import { createMemorySessionCache } from '../memory/memory-session-cache.ts';
import { createMemoryTurnStore } from '../memory/memory-turn-store.ts';
import type { SemanticCachePort } from '../ports/semantic-cache.ts';
import type { SessionCachePort } from '../ports/session-cache.ts';
import {
  accepted,
  aSource,
  askModelWith,
  aSubmitRequest,
  readChunks,
  resultOf,
  scriptedAssistant,
  setUpChat,
  textOf,
  type ChatOverrides,
} from '../testing/index.ts';
import { answerKey } from './answer-cache.ts';

const AWAY = () => Promise.reject(new Error('away'));

function setUp(overrides: ChatOverrides = {}, preparation: Partial<AskModel> = {}) {
  const clock = new FakeClock();
  const lists: string[] = [];
  const store = createMemoryTurnStore();
  const turns = {
    ...store,
    list: (...args: Parameters<typeof store.list>) => (lists.push(args[0]), store.list(...args)),
  };
  const model = scriptedModel('primary', [[say('이틀이 걸립니다. [1]'), finish]]);
  const assistant = scriptedAssistant(question =>
    askModelWith({ sources: [aSource()], isForEverybody: true, ...preparation }, question),
  );
  const chat = setUpChat({ clock, turns, model, assistants: [assistant], ...overrides });
  async function ask(
    text = '배송은 얼마나 걸리나요?',
    chatId = 'chat-1',
    trigger: 'submit-message' | 'regenerate-message' = 'submit-message',
  ) {
    const stream = accepted(await chat.engine.submit(aSubmitRequest({ text, chatId, trigger })));
    const chunks = await readChunks(stream);
    const result = resultOf(await stream.ended);
    const end = chat.events.findLast(event => event.type === 'turn-ended');
    await new Promise(setImmediate);
    return { chunks, result, end };
  }
  return { ...chat, ask, lists, model, assistant };
}

describe('the session cache (C-TURN-5)', () => {
  const setUpSession = (sessionCache: SessionCachePort = createMemorySessionCache({ clock: new FakeClock() })) => ({
    ...setUp({ sessionCache }),
    sessionCache,
  });

  it('gives the conversation before, so that the store is not asked', async () => {
    const { ask, lists, assistant } = setUpSession();
    await ask('하나');
    await ask('둘');
    await ask('셋');
    assert.equal(lists.length, 1, 'only for the first turn');
    assert.deepEqual(
      assistant.questions.at(-1)?.history.map(message => ('text' in message ? message.text : '')),
      ['하나', '이틀이 걸립니다. [1]', '둘', '이틀이 걸립니다. [1]'],
    );
  });

  it('gives the same history as the store does, also after answers were made again', async () => {
    const [cached, plain] = [setUpSession(), setUp()];
    for (const { ask } of [cached, plain]) {
      for (const text of ['하나', '둘', '셋']) await ask(text);
      await ask('', 'chat-1', 'regenerate-message');
      await ask('넷');
    }
    const historyOf = ({ assistant }: typeof plain) => assistant.questions.map(({ history }) => history);
    assert.deepEqual(historyOf(cached), historyOf(plain));
  });

  it('is not believed where it is behind what the session says', async () => {
    const { ask, sessionCache, sessions, lists } = setUpSession();
    const { result: _first } = await ask('하나');
    const session = await sessions.find('a:owner-1', 'chat-1');
    assert.equal(session?.state.endedTurns, 1);
    await sessionCache.forget(session.id);
    await sessionCache.write(session.id, { sequence: 0, turns: [] });
    await ask('둘');
    assert.equal(lists.length, 2);
  });

  it('that is away costs a look into the store, and no error', async () => {
    const { ask, lists, logger } = setUpSession({ read: AWAY, write: AWAY, forget: AWAY });
    assert.equal((await ask('하나')).result.finish, 'complete');
    assert.equal((await ask('둘')).result.finish, 'complete');
    assert.equal(lists.length, 2);
    assert.doesNotMatch(JSON.stringify(logger.entries), /하나|둘/);
  });

  it('is told in events as a hit or a miss', async () => {
    const { ask } = setUpSession();
    const seen = [(await ask()).end, (await ask()).end].map(
      event => event?.type === 'turn-ended' && event.sessionCache,
    );
    assert.deepEqual(seen, ['miss', 'hit']);
  });
});

describe('the answer cache (C-CAC-1)', () => {
  const setUpAnswers = (
    preparation: Partial<AskModel> = {},
    answerCache: SemanticCachePort = createMemorySemanticCache({ clock: new FakeClock() }),
  ) => setUp({ answerCache }, preparation);

  it('gives an answer again to whoever asks the same, with its citations, and asks no model', async () => {
    const { ask, model } = setUpAnswers();
    const first = await ask('배송은 얼마나 걸리나요?', 'chat-1');
    const second = await ask('  배송은  얼마나 걸리나요', 'chat-2');
    assert.equal(model.calls.length, 1);
    assert.equal(textOf(second.chunks), textOf(first.chunks));
    assert.deepEqual([second.result.citations, second.result.status], [first.result.citations, 'ok']);
    assert.deepEqual([second.result.served?.provider, second.result.served?.costMicros], ['primary', 0]);
    assert.equal(second.chunks.at(-1)?.type, 'finish');
    assert.deepEqual(
      [first.end, second.end].map(event => event?.type === 'turn-ended' && event.answerCache),
      ['miss', 'hit'],
    );
  });

  for (const [what, preparation] of [
    ['that is not for everybody', { isForEverybody: false }],
    [
      'that may use tools',
      { tools: [{ name: 'x', description: '', inputSchema: {}, hasSideEffects: false, run: () => assert.fail() }] },
    ],
  ] as const) {
    it(`keeps none ${what}`, async () => {
      const { ask, model } = setUpAnswers(preparation);
      await ask('같은 질문', 'chat-1');
      await ask('같은 질문', 'chat-2');
      assert.equal(model.calls.length, 2);
    });
  }

  it('keeps none that could rest on what was said before', async () => {
    const { ask, model } = setUpAnswers();
    await ask('하나', 'chat-1');
    await ask('둘', 'chat-1');
    await ask('둘', 'chat-2');
    assert.equal(model.calls.length, 3);
  });

  for (const [what, lines] of [
    ['without support', [say('이틀이 걸립니다.'), finish]],
    ['that was blocked', [say('5,000원입니다. [1]'), finish]],
    ['that was cut short', [say('이틀이 걸립니다. [1]'), { ...finish, reason: { unified: 'length', raw: 'length' } }]],
    ['that called a tool of nobody’s', [call('x', {}), finish]],
  ] as const) {
    it(`keeps none ${what}`, async () => {
      const model = scriptedModel('primary', [lines]);
      const { ask } = setUp({ answerCache: createMemorySemanticCache({ clock: new FakeClock() }), model });
      await ask('같은 질문', 'chat-1');
      const before = model.calls.length;
      await ask('같은 질문', 'chat-2');
      assert.ok(model.calls.length > before);
    });
  }

  it('gives another answer to whoever asks for another', async () => {
    const { ask, model } = setUpAnswers();
    await ask('같은 질문');
    await ask('', 'chat-1', 'regenerate-message');
    assert.equal(model.calls.length, 2);
  });

  it('that is away costs a call, and no error', async () => {
    const { ask, model } = setUpAnswers({}, { read: AWAY, write: AWAY });
    assert.equal((await ask('같은 질문', 'chat-1')).result.finish, 'complete');
    assert.equal((await ask('같은 질문', 'chat-2')).result.finish, 'complete');
    assert.equal(model.calls.length, 2);
  });

  it('has another key for another prompt, context, assistant or question', () => {
    const assistant = { ...scriptedAssistant(), contextVersion: () => 'articles-1' };
    const keys = [
      answerKey(assistant, '배송은?'),
      answerKey({ ...assistant, promptVersion: '2' }, '배송은?'),
      answerKey({ ...assistant, contextVersion: () => 'articles-2' }, '배송은?'),
      answerKey({ ...assistant, name: 'report' }, '배송은?'),
      answerKey(assistant, '환불은?'),
    ];
    assert.equal(new Set(keys).size, keys.length);
    assert.equal(answerKey(assistant, ' 배송은 ! '), keys[0]);
  });
});
