import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { settle } from '@naru/kernel/testing';
import { call, fail, finish, say, scriptedModel, type ScriptLine } from '@naru/language-model/testing';
import type { AskModel, AssistantTool, ToolContext } from '../assistant/assistant.ts';
import {
  accepted,
  askModelWith,
  aSubmitRequest,
  readChunks,
  resultOf,
  scriptedAssistant,
  setUpChat,
  textOf,
} from '../testing/index.ts';

const toolCalls = { ...finish, reason: { unified: 'tool-calls', raw: 'tool_calls' } } as const;
const badCall: ScriptLine = { type: 'tool-call', id: 'call-1', name: 'find_order', inputText: '{"number": ' };

interface Run {
  readonly input: unknown;
  readonly context: ToolContext;
}

function setUp(scripts: readonly (readonly ScriptLine[])[], run?: AssistantTool['run'], asked: Partial<AskModel> = {}) {
  const runs: Run[] = [];
  const tool: AssistantTool = {
    name: 'find_order',
    description: 'Finds an order of the customer.',
    inputSchema: { type: 'object' },
    hasSideEffects: true,
    statusLabel: '주문을 찾고 있습니다.',
    async run(input, context) {
      runs.push({ input, context });
      return run ? run(input, context) : { kind: 'result', resultText: '내부 상태: 배송 중' };
    },
  };
  const model = scriptedModel('primary', scripts);
  const assistant = scriptedAssistant(question => askModelWith({ tools: [tool], ...asked }, question));
  return { ...setUpChat({ model, assistants: [assistant] }), model, runs };
}

describe('the tool loop', () => {
  it('runs a call, gives the model its result, and lets it answer', async () => {
    const { engine, model, runs } = setUp([
      [say('찾아볼게요.'), call('find_order', { number: '7' }), toolCalls],
      [say('배송 중입니다.'), finish],
    ]);
    const stream = accepted(await engine.submit(aSubmitRequest()));
    const chunks = await readChunks(stream);
    assert.deepEqual(runs[0]?.input, { number: '7' });
    assert.deepEqual(model.calls[1]?.prompt.messages.slice(-2), [
      {
        role: 'assistant',
        text: '찾아볼게요.',
        toolCalls: [{ id: 'call-1', name: 'find_order', inputText: '{"number":"7"}' }],
      },
      { role: 'tool', toolCallId: 'call-1', toolName: 'find_order', resultText: '내부 상태: 배송 중' },
    ]);
    const kinds = chunks.map(({ type }) => type).filter(type => type !== 'text-delta');
    assert.deepEqual(kinds, [
      'start',
      'data-status',
      'data-status',
      'start-step',
      'data-status',
      'text-start',
      'text-end',
      'data-status',
      'tool-input-start',
      'tool-input-available',
      'tool-output-available',
      'finish-step',
      'start-step',
      'text-start',
      'text-end',
      'finish-step',
      'finish',
    ]);
    assert.equal(resultOf(await stream.ended).text, '찾아볼게요.\n\n배송 중입니다.');
    assert.equal(textOf(chunks), resultOf(await stream.ended).text);
  });

  it('shows the customer neither what a tool was given nor what it gave', async () => {
    const { engine } = setUp([
      [call('find_order', { internal: '비밀' }), toolCalls],
      [say('예.'), finish],
    ]);
    const chunks = await readChunks(accepted(await engine.submit(aSubmitRequest())));
    assert.doesNotMatch(JSON.stringify(chunks), /비밀|내부 상태/);
    assert.ok(chunks.some(chunk => chunk.type === 'data-status' && chunk.data.label === '주문을 찾고 있습니다.'));
  });

  it('shows what a tool means to be shown', async () => {
    const run = async () => ({ kind: 'result', resultText: '내부', shown: { seats: ['A1'] } }) as const;
    const { engine } = setUp(
      [
        [call('find_order', {}), toolCalls],
        [say('예.'), finish],
      ],
      run,
    );
    const chunks = await readChunks(accepted(await engine.submit(aSubmitRequest())));
    const output = chunks.find(chunk => chunk.type === 'tool-output-available');
    assert.deepEqual(output?.output, { seats: ['A1'] });
  });

  it('takes who asks from the session, whatever the arguments say', async () => {
    const { engine, runs } = setUp([
      [call('find_order', { owner: 'someone else', userId: '1' }), toolCalls],
      [say('예.'), finish],
    ]);
    const stream = accepted(await engine.submit(aSubmitRequest()));
    await stream.ended;
    assert.deepEqual(runs[0]?.context.owner, { kind: 'anonymous', anonymousId: 'owner-1' });
    assert.equal(runs[0]?.context.sessionId, stream.session.id);
  });

  it('tells the model of input that is no JSON object, at most twice, then gives up', async () => {
    const { engine, model, runs } = setUp([[badCall, toolCalls]], undefined, { maxToolDepth: 9 });
    const stream = accepted(await engine.submit(aSubmitRequest()));
    const result = resultOf(await stream.ended);
    assert.deepEqual([result.finish, result.error?.code], ['guarded', 'GUARD_STEPS']);
    assert.equal(model.calls.length, 3);
    assert.equal(runs.length, 0);
    const told = model.calls[2]?.prompt.messages.filter(({ role }) => role === 'tool') ?? [];
    assert.equal(told.length, 2);
    assert.ok(told.every(message => message.role === 'tool' && message.isError === true));
  });

  for (const inputText of ['[1]', '"text"', 'null', '7', '{']) {
    it(`lets a model correct the input ${inputText}`, async () => {
      const { engine, runs } = setUp([
        [{ type: 'tool-call', id: 'call-1', name: 'find_order', inputText }, toolCalls],
        [call('find_order', { number: '7' }), toolCalls],
        [say('배송 중입니다.'), finish],
      ]);
      const result = resultOf(await accepted(await engine.submit(aSubmitRequest())).ended);
      assert.deepEqual([result.finish, runs.length], ['complete', 1]);
    });
  }

  it('takes no text at all for no input', async () => {
    const { engine, runs } = setUp([
      [{ type: 'tool-call', id: 'call-1', name: 'find_order', inputText: '' }, toolCalls],
      [say('예.'), finish],
    ]);
    await accepted(await engine.submit(aSubmitRequest())).ended;
    assert.deepEqual(runs[0]?.input, {});
  });

  it('tells the model of a tool that is not there', async () => {
    const { engine, model } = setUp([
      [call('constructor', {}), toolCalls],
      [say('예.'), finish],
    ]);
    await accepted(await engine.submit(aSubmitRequest())).ended;
    const told = model.calls[1]?.prompt.messages.at(-1);
    assert.ok(told?.role === 'tool' && told.isError);
    assert.match(told.resultText, /find_order/);
  });

  it('tells the model only that a tool failed, when it throws', async () => {
    const run = async () => Promise.reject(new Error('고객 010-1234-5678'));
    const { engine, model, logger } = setUp(
      [
        [call('find_order', {}), toolCalls],
        [say('죄송합니다.'), finish],
      ],
      run,
    );
    const chunks = await readChunks(accepted(await engine.submit(aSubmitRequest())));
    const told = model.calls[1]?.prompt.messages.at(-1);
    assert.ok(told?.role === 'tool' && told.isError);
    assert.equal(chunks.filter(({ type }) => type === 'tool-output-error').length, 1);
    assert.doesNotMatch(JSON.stringify([told, chunks, logger.entries]), /010-1234/);
    assert.equal(logger.entries.length, 1);
  });

  it('gives each of several calls its own result, in order', async () => {
    let count = 0;
    const run = async () => ({ kind: 'result', resultText: `결과 ${(count += 1)}` }) as const;
    const { engine, model } = setUp(
      [
        [call('find_order', { number: '1' }, 'a'), call('find_order', { number: '2' }, 'b'), toolCalls],
        [say('예.'), finish],
      ],
      run,
    );
    const chunks = await readChunks(accepted(await engine.submit(aSubmitRequest())));
    const told = model.calls[1]?.prompt.messages.flatMap(one =>
      one.role === 'tool' ? [[one.toolCallId, one.resultText]] : [],
    );
    assert.deepEqual(told, [
      ['a', '결과 1'],
      ['b', '결과 2'],
    ]);
    const ids = chunks.flatMap(chunk => (chunk.type === 'tool-input-available' ? chunk.toolCallId : []));
    assert.equal(new Set(ids).size, 2);
  });

  it('runs no more calls of one step than its limit', async () => {
    const many = Array.from({ length: 40 }, (_, count) => call('find_order', { count }, `call-${count}`));
    const { engine, runs } = setUp([
      [...many, toolCalls],
      [say('예.'), finish],
    ]);
    await accepted(await engine.submit(aSubmitRequest())).ended;
    assert.equal(runs.length, 16);
  });

  it('ends at its depth: an error before any word', async () => {
    const { engine, model, runs } = setUp([[call('find_order', {}), toolCalls]], undefined, { maxToolDepth: 2 });
    const stream = accepted(await engine.submit(aSubmitRequest()));
    const chunks = await readChunks(stream);
    assert.equal(chunks.at(-1)?.type, 'error');
    assert.equal(resultOf(await stream.ended).error?.code, 'GUARD_STEPS');
    assert.deepEqual([model.calls.length, runs.length], [3, 2]);
  });

  it('ends at its depth: a guard and a finish after words', async () => {
    const lines = [say('찾는 중.'), call('find_order', {}), toolCalls];
    const { engine } = setUp([lines], undefined, { maxToolDepth: 1 });
    const chunks = await readChunks(accepted(await engine.submit(aSubmitRequest())));
    const [guard, end] = chunks.slice(-2);
    assert.ok(guard?.type === 'data-guard' && end?.type === 'finish');
    assert.deepEqual([guard.data.kind, guard.data.used, guard.data.limit], ['steps', 2, 2]);
  });

  it('keys a side effect by the message that asked, so that making the answer again does not do it twice', async () => {
    const script = [call('find_order', { b: 2, a: { d: 4, c: 3 } }), toolCalls];
    const reordered = [
      call('find_order', { a: { c: 3, d: 4 }, b: 2 }),
      call('find_order', { a: 1 }, 'call-2'),
      toolCalls,
    ];
    const { engine, runs } = setUp([script, [say('예.'), finish], reordered, [say('예.'), finish]]);
    await accepted(await engine.submit(aSubmitRequest({ clientMessageId: 'm1' }))).ended;
    await accepted(await engine.submit(aSubmitRequest({ clientMessageId: 'm1', trigger: 'regenerate-message' }))).ended;
    const [first, again, other] = runs.map(({ context }) => context.callKey);
    assert.equal(again, first);
    assert.notEqual(other, first);
  });

  it('keys the same call made twice in one turn apart, and the next message apart', async () => {
    const script = [call('find_order', {}, 'a'), call('find_order', {}, 'b'), toolCalls];
    const { engine, runs } = setUp([script, [say('예.'), finish], script, [say('예.'), finish]]);
    await accepted(await engine.submit(aSubmitRequest({ clientMessageId: 'm1' }))).ended;
    await accepted(await engine.submit(aSubmitRequest({ clientMessageId: 'm2' }))).ended;
    assert.equal(new Set(runs.map(({ context }) => context.callKey)).size, 4);
  });

  it('closes the tool that runs when the answer is stopped', async () => {
    const { engine, clock } = setUp([[call('find_order', {}), toolCalls]], () => new Promise<never>(() => {}));
    const stream = accepted(await engine.submit(aSubmitRequest()));
    await settle();
    await engine.stop(aSubmitRequest().owner, 'chat-1');
    const kinds = (await readChunks(stream)).map(({ type }) => type);
    assert.deepEqual(kinds.slice(-4), ['tool-output-error', 'finish-step', 'message-metadata', 'abort']);
    assert.equal(clock.pending, 0);
  });

  it('books the usage, cost and attempts of all steps, and says who served last', async () => {
    const served = { type: 'served', model: 'm', reason: 'default', passThrough: false } as const;
    const { engine } = setUp([
      [
        { ...served, provider: 'first', attempts: 2, decisionId: 'd1', isFallback: true },
        call('find_order', {}),
        { ...toolCalls, costMicros: 10 },
      ],
      [
        { ...served, provider: 'second', attempts: 1, decisionId: 'd2', isFallback: false },
        say('예.'),
        { ...finish, costMicros: 5 },
      ],
    ]);
    const result = resultOf(await accepted(await engine.submit(aSubmitRequest())).ended);
    assert.deepEqual(result.served, {
      provider: 'second',
      model: 'm',
      attempts: 3,
      decisionId: 'd2',
      decisionReason: 'default',
      isFallback: true,
      usage: { inputTokens: 20, outputTokens: 10, cacheReadTokens: 0, estimated: false },
      costMicros: 15,
    });
  });

  it('keeps what was said before a later step failed', async () => {
    const { engine } = setUp([[say('찾아볼게요.'), call('find_order', {}), toolCalls], [fail('server')]]);
    const result = resultOf(await accepted(await engine.submit(aSubmitRequest())).ended);
    assert.deepEqual([result.finish, result.text], ['interrupted', '찾아볼게요.']);
  });

  it('tells the observer how each call ended, in lengths and never in words (E-EVT-1)', async () => {
    const secret = '010-1234-5678';
    const answers = [{ kind: 'result', resultText: secret } as const, { kind: 'error', resultText: '없음' } as const];
    const named = (name: string, inputText: string): ScriptLine => ({ type: 'tool-call', id: name, name, inputText });
    const { engine, events, clock } = setUp(
      [
        [call('find_order', { phone: secret }), call('find_order', { phone: '?' }), toolCalls],
        [call('find_order', {}), named(secret, '{}'), badCall, toolCalls],
        [say('네.'), finish],
      ],
      async () => {
        await clock.advance(40);
        const answer = answers.shift();
        if (!answer) throw new Error(secret);
        return answer;
      },
    );
    await accepted(await engine.submit(aSubmitRequest())).ended;
    const ended = events.filter(event => event.type === 'tool-ended');
    assert.deepEqual(
      ended.map(({ tool, outcome, durationMs, inputLength, outputLength }) => [
        tool,
        outcome,
        durationMs,
        inputLength,
        outputLength,
      ]),
      [
        ['find_order', 'result', 40, 25, 13],
        ['find_order', 'error', 40, 13, 2],
        ['find_order', 'fault', 40, 2, 16],
        [undefined, 'error', 0, 2, ended[3]?.outputLength],
        ['find_order', 'error', 0, 11, ended[4]?.outputLength],
      ],
    );
    const keys = ended.map(({ callKey }) => callKey);
    assert.equal(new Set(keys.slice(0, 3)).size, 3);
    assert.deepEqual(keys.slice(3), [undefined, undefined]);
    assert.ok(ended.every(({ turnId, requestId }) => turnId === ended[0]?.turnId && requestId !== ''));
    assert.doesNotMatch(JSON.stringify(ended), new RegExp(secret));
  });

  it('tells the call with which its patience ended, and the one that a stop cut', async () => {
    const bad = setUp(Array.from({ length: 3 }, () => [badCall, toolCalls]));
    await accepted(await bad.engine.submit(aSubmitRequest())).ended;
    const outcomes = (events: typeof bad.events) =>
      events.flatMap(event => (event.type === 'tool-ended' ? event.outcome : []));
    assert.deepEqual(outcomes(bad.events), ['error', 'error', 'give-up']);

    const cut = setUp(
      [[call('find_order', {}), toolCalls]],
      (_input, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new Error('cut')));
        }),
    );
    const stream = accepted(await cut.engine.submit(aSubmitRequest()));
    await settle();
    await cut.engine.stop(aSubmitRequest().owner, 'chat-1');
    await stream.ended;
    assert.deepEqual(outcomes(cut.events), ['stopped']);
  });
});
