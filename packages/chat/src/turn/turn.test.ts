import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { settle } from '@naru/kernel/testing';
import { finish, say, scriptedModel, wait } from '@naru/language-model/testing';
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
} from '../testing/index.ts';
import { isTerminal } from './turn-chunk.ts';

describe('a turn', () => {
  it('streams the answer in the order that a client takes, and ends with one finish', async () => {
    const model = scriptedModel('primary', [[say('이틀쯤 '), say('걸립니다.'), finish]]);
    const { engine } = setUpChat({ model });
    const stream = accepted(await engine.submit(aSubmitRequest()));
    const chunks = await readChunks(stream);
    const kinds = chunks.map(({ type }) => type).filter(type => type !== 'data-status' && type !== 'text-delta');
    assert.deepEqual(kinds, ['start', 'start-step', 'text-start', 'text-end', 'finish-step', 'finish']);
    assert.equal(textOf(chunks), '이틀쯤 걸립니다.');
    assert.equal(chunks.filter(isTerminal).length, 1);
  });

  it('begins the stream before the assistant has looked at the question', async () => {
    const looking = Promise.withResolvers<never>();
    const { engine } = setUpChat({ assistants: [scriptedAssistant(() => looking.promise)] });
    const stream = accepted(await engine.submit(aSubmitRequest()));
    const batches = stream.read(0, new AbortController().signal)[Symbol.asyncIterator]();
    const first = await batches.next();
    assert.ok(!first.done);
    assert.deepEqual(first.value[0]?.chunk, {
      type: 'start',
      messageId: stream.messageId,
      messageMetadata: {
        sessionId: stream.session.id,
        streamId: stream.streamId,
        traceId: 'trace-1',
        createdAt: '1970-01-01T00:00:00.000Z',
      },
    });
    await batches.return?.();
  });

  it('makes one delta of what comes in one batch', async () => {
    const model = {
      id: 'primary',
      async *stream() {
        yield [say('가'), say('나'), say('다'), finish] as never;
      },
    };
    const { engine } = setUpChat({ model });
    const chunks = await readChunks(accepted(await engine.submit(aSubmitRequest())));
    assert.deepEqual(
      chunks.flatMap(chunk => (chunk.type === 'text-delta' ? chunk.delta : [])),
      ['가나다'],
    );
  });

  it('stores the answer once, with who served it, before its last chunk can be read (C-TURN-4)', async () => {
    const model = scriptedModel('primary', [[say('이틀쯤 걸립니다.'), { ...finish, costMicros: 37 }]]);
    const { engine, turns } = setUpChat({ model });
    const stream = accepted(await engine.submit(aSubmitRequest()));
    for await (const batch of stream.read(0, new AbortController().signal)) {
      if (!batch.some(({ chunk }) => isTerminal(chunk))) continue;
      const stored = await turns.find(stream.streamId);
      assert.equal(stored?.state.name, 'ended');
    }
    const { served, finish: ending, text, reasonCode } = resultOf(await stream.ended);
    assert.deepEqual([ending, text, reasonCode], ['complete', '이틀쯤 걸립니다.', 'OK']);
    assert.deepEqual(served, {
      provider: 'primary',
      model: 'primary',
      isFallback: false,
      attempts: 1,
      decisionId: '',
      decisionReason: 'default',
      usage: finish.usage,
      costMicros: 37,
    });
  });

  it('says a fixed answer without a model call', async () => {
    const model = scriptedModel('primary', [[]]);
    const fixed = aFixedAnswer({
      status: 'insufficient_evidence',
      reasonCode: 'NO_EVIDENCE',
      text: '근거를 찾지 못했습니다.',
    });
    const { engine, sessions } = setUpChat({ model, assistants: [scriptedAssistant(() => fixed)] });
    const stream = accepted(await engine.submit(aSubmitRequest()));
    assert.equal(textOf(await readChunks(stream)), '근거를 찾지 못했습니다.');
    assert.equal(resultOf(await stream.ended).status, 'insufficient_evidence');
    assert.equal(model.calls.length, 0);
    assert.equal((await sessions.find('a:owner-1', 'chat-1'))?.state.fallbackCount, 1);
  });

  it('gives the model earlier questions and answers, and labels that say whose call it is (C-TURN-5)', async () => {
    const model = scriptedModel('primary', [
      [say('하나'), finish],
      [say('둘'), finish],
    ]);
    const assistant = scriptedAssistant();
    const { engine } = setUpChat({ model, assistants: [assistant] });
    await accepted(await engine.submit(aSubmitRequest({ text: '첫째' }))).ended;
    const second = accepted(await engine.submit(aSubmitRequest({ text: '둘째', requestId: 'r2', traceId: 't2' })));
    await second.ended;
    assert.deepEqual(assistant.questions[1]?.history, [
      { role: 'user', text: '첫째' },
      { role: 'assistant', text: '하나' },
    ]);
    assert.deepEqual(model.calls[1]?.labels, {
      requestId: 'r2',
      traceId: 't2',
      assistant: 'support',
      intent: 'SHIPPING',
      risk: 'normal',
      sessionId: second.session.id,
    });
  });

  it('gives at most the last messages that the setting allows', async () => {
    const assistant = scriptedAssistant();
    const { engine } = setUpChat({ assistants: [assistant], settings: { historyMessages: 10 } });
    for (let count = 1; count <= 8; count += 1) {
      await accepted(await engine.submit(aSubmitRequest({ text: `질문 ${count}` }))).ended;
    }
    const history = assistant.questions.at(-1)?.history ?? [];
    assert.equal(history.length, 10);
    assert.deepEqual(history[0], { role: 'user', text: '질문 3' });
  });

  it('tells the observer the beginning, each step and the end, and survives what it throws', async () => {
    const { engine, events } = setUpChat();
    await accepted(await engine.submit(aSubmitRequest())).ended;
    assert.deepEqual(
      events.map(({ type }) => type),
      ['turn-started', 'step', 'turn-ended'],
    );
    const broken = setUpChat({
      observer: {
        on() {
          throw new Error('no');
        },
      },
    });
    const turn = await accepted(await broken.engine.submit(aSubmitRequest())).ended;
    assert.equal(resultOf(turn).finish, 'complete');
    assert.equal(broken.logger.entries.length, 3);
  });

  it('leaves no timer behind after a thousand turns', async () => {
    const { engine, clock } = setUpChat({ settings: { turnsPerMinute: 1_000 } });
    for (let count = 0; count < 1_000; count += 1) {
      const stream = accepted(await engine.submit(aSubmitRequest({ chatId: `chat-${count % 7}` })));
      await readChunks(stream);
      await stream.ended;
    }
    assert.equal(clock.pending, 0);
  });

  it('goes on when its reader leaves (C-TURN-3)', async () => {
    const clock = setUpChat().clock;
    const model = scriptedModel('primary', [[say('이틀'), wait(5_000), say('쯤'), finish]], clock);
    const { engine } = setUpChat({ model, clock });
    const stream = accepted(await engine.submit(aSubmitRequest()));
    const leaving = new AbortController();
    const reading = Array.fromAsync(stream.read(0, leaving.signal));
    await settle();
    leaving.abort();
    await reading;
    await clock.advance(5_000);
    assert.equal(resultOf(await stream.ended).text, '이틀쯤');
    assert.equal(textOf(await readChunks(stream)), '이틀쯤');
  });

  it('shows the sources that the answer cites, by its numbers, before the end', async () => {
    const model = scriptedModel('primary', [[say('이틀 걸립니다 [2]. 반품은 다릅니다 [9].'), finish]]);
    const sources = [aSource({ id: 'a' }), aSource({ id: 'b' })];
    const { engine } = setUpChat({
      model,
      assistants: [scriptedAssistant(question => askModelWith({ sources }, question))],
    });
    const stream = accepted(await engine.submit(aSubmitRequest()));
    const chunks = await readChunks(stream);
    assert.equal(textOf(chunks), '이틀 걸립니다 [2]. 반품은 다릅니다.');
    const citations = chunks.find(chunk => chunk.type === 'data-citations');
    assert.deepEqual(
      citations?.data.items.map(({ n, docId }) => [n, docId]),
      [[2, 'b']],
    );
    assert.ok(chunks.findIndex(({ type }) => type === 'data-citations') === chunks.length - 2);
    assert.deepEqual(resultOf(await stream.ended).dataParts, [citations]);
  });

  it('counts an answer that cites none of its sources as one without evidence', async () => {
    const assistant = scriptedAssistant(question => askModelWith({ sources: [aSource()] }, question));
    const { engine, sessions } = setUpChat({ assistants: [assistant] });
    const { status, reasonCode, nextAction } = resultOf(await accepted(await engine.submit(aSubmitRequest())).ended);
    assert.deepEqual([status, reasonCode, nextAction], ['insufficient_evidence', 'NO_EVIDENCE', 'REFINE_QUERY']);
    const session = await sessions.find('a:owner-1', 'chat-1');
    assert.equal(session?.state.fallbackCount, 1);
    assert.equal(session?.state.unresolved?.query, '배송은 얼마나 걸리나요?');
  });
});
