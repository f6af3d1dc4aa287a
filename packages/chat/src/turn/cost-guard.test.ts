import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { call, fail, finish, say, scriptedModel, type ScriptLine } from '@naru/language-model/testing';
import type { ChatError } from '../chat-error.ts';
import type { PriceQuote } from '../ports/price-quote.ts';
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

/** 10 micro-units a token, either way. */
const PRICES = { inputMicrosPer1k: 10_000, outputMicrosPer1k: 10_000 };
const QUOTE: PriceQuote = { ofPolicy: () => [PRICES], ofProvider: () => PRICES };
const SERVED: ScriptLine = {
  type: 'served',
  provider: 'primary',
  model: 'm',
  attempts: 1,
  decisionId: 'd',
  reason: 'default',
  isFallback: false,
  passThrough: false,
};
const SENTENCE = '출고 후에 곧 도착하니 조금만 기다려 주시면 됩니다.';

function setUp(scripts: readonly (readonly ScriptLine[])[], moneyMicros: number, maxTokens = 100, prices = QUOTE) {
  const model = scriptedModel('primary', scripts);
  const tool = {
    name: 'look',
    description: '',
    inputSchema: {},
    hasSideEffects: false,
    run: async () => ({ kind: 'result', resultText: '있음' }) as const,
  };
  const assistant = scriptedAssistant(question => askModelWith({ settings: { maxTokens }, tools: [tool] }, question));
  const settings = { budget: { extraAttempts: 3, waitMs: 30_000, moneyMicros } };
  return { ...setUpChat({ model, prices, settings, assistants: [assistant] }), model };
}

async function ask({ engine }: ReturnType<typeof setUp>) {
  const stream = accepted(await engine.submit(aSubmitRequest()));
  const chunks = await readChunks(stream);
  return { chunks, result: resultOf(await stream.ended) };
}

describe('the cost guard before a call (C-GRD-1)', () => {
  it('asks nobody when input and longest answer do not fit the limit', async () => {
    const set = setUp([[SERVED, say('네.'), finish]], 1_000);
    const { chunks, result } = await ask(set);
    const end = chunks.at(-1);
    assert.ok(end?.type === 'error');
    const error = JSON.parse(end.errorText) as ChatError;
    assert.deepEqual([error.code, error.message], ['GUARD_COST', '비용 상한 초과로 답변을 시작할 수 없습니다.']);
    assert.deepEqual([set.model.calls.length, result.finish, result.status], [0, 'guarded', 'error']);
  });

  it('asks when they just fit, and not with one token more', async () => {
    const spent = async (moneyMicros: number) => {
      const set = setUp([[SERVED, say('네.'), finish]], moneyMicros);
      await ask(set);
      return set.model.calls.length;
    };
    let limit = 1_000;
    while ((await spent(limit)) === 0) limit += 1;
    assert.equal(limit % 10, 0, 'a whole number of tokens');
    assert.ok(limit > 1_000 && limit < 2_000);
  });

  it('reckons with the dearest of the chain, since any of it may come to answer', async () => {
    const dear = { inputMicrosPer1k: 1_000_000, outputMicrosPer1k: 1_000_000 };
    const set = setUp([[SERVED, say('네.'), finish]], 50_000, 100, {
      ofPolicy: () => [PRICES, dear],
      ofProvider: () => PRICES,
    });
    await ask(set);
    assert.equal(set.model.calls.length, 0);
  });

  it('refuses nothing where no price is known', async () => {
    const set = setUp([[SERVED, say('네.'), finish]], 1, 100, { ofPolicy: () => [], ofProvider: () => undefined });
    assert.equal((await ask(set)).result.finish, 'complete');
  });

  it('looks again before each step of a tool loop, and keeps what was said', async () => {
    const usage = { inputTokens: 100, outputTokens: 100, cacheReadTokens: 0, estimated: false };
    const spending = scriptedModel('primary', [
      [SERVED, say(SENTENCE), call('look', {}), { ...finish, usage }],
      [SERVED, say('더.'), finish],
    ]);
    const set = setUp([[]], 2_000);
    const paid = {
      id: 'paid',
      async *stream(modelCall: Parameters<typeof spending.stream>[0]) {
        yield* spending.stream(modelCall);
        modelCall.budget?.spendMoney(1_900);
      },
    };
    const { engine } = setUpChat({ model: paid, prices: QUOTE, settings: set.settings, assistants: set.assistants });
    const stream = accepted(await engine.submit(aSubmitRequest()));
    const chunks = await readChunks(stream);
    assert.equal(spending.calls.length, 1);
    assert.equal(textOf(chunks), SENTENCE);
    assert.equal(chunks.find(chunk => chunk.type === 'data-guard')?.data.kind, 'cost');
  });
});

describe('the cost guard while an answer is heard (C-GRD-1)', () => {
  it('ends an answer whose estimate crosses the limit, keeps what was said and lets the provider go', async () => {
    const set = setUp([[SERVED, ...Array.from({ length: 200 }, () => say(SENTENCE)), finish]], 2_000);
    const { chunks, result } = await ask(set);
    const guard = chunks.find(chunk => chunk.type === 'data-guard');
    assert.deepEqual(
      [guard?.data.kind, guard?.data.message, guard?.data.limit],
      ['cost', '비용 상한을 초과하여 답변을 중단했습니다.', 0.002],
    );
    assert.ok(guard && guard.data.used > 0.002 && guard.data.used < 0.003, 'soon after it');
    assert.equal(chunks.at(-1)?.type, 'finish');
    const text = textOf(chunks);
    assert.ok(text.startsWith(SENTENCE) && text.length < SENTENCE.length * 20);
    assert.deepEqual([result.finish, result.reasonCode, result.text], ['guarded', 'GUARD_COST', text]);
    assert.equal(set.model.running, 0);
  });

  it('counts thoughts, which nobody sees, as well', async () => {
    const thought: ScriptLine = { type: 'reasoning-delta', text: SENTENCE };
    const set = setUp([[SERVED, ...Array.from({ length: 200 }, () => thought), finish]], 2_000);
    assert.equal((await ask(set)).result.reasonCode, 'GUARD_COST');
  });

  it('books an estimate for an answer that was ended, marked as one', async () => {
    const set = setUp([[SERVED, ...Array.from({ length: 200 }, () => say(SENTENCE)), finish]], 2_000);
    const { served } = (await ask(set)).result;
    assert.equal(served?.usage?.estimated, true);
    assert.ok((served?.costMicros ?? 0) > 1_500);
  });

  it('books what the provider reports, also where it is far from the estimate', async () => {
    const usage = { inputTokens: 3, outputTokens: 2, cacheReadTokens: 0, estimated: false };
    const set = setUp([[SERVED, say(SENTENCE), { ...finish, usage, costMicros: 7 }]], 50_000);
    const { served } = (await ask(set)).result;
    assert.deepEqual([served?.usage, served?.costMicros], [usage, 7]);
  });

  it('says the same when attempts have used the limit up before a word', async () => {
    const model = scriptedModel('primary', [[fail('quota', { dispatched: false })]]);
    const set = setUp([[]], 2_000);
    const broke = {
      id: 'broke',
      async *stream(modelCall: Parameters<typeof model.stream>[0]) {
        modelCall.budget?.spendMoney(5_000);
        yield* model.stream(modelCall);
      },
    };
    const { engine } = setUpChat({ model: broke, prices: QUOTE, settings: set.settings, assistants: set.assistants });
    const result = resultOf(await accepted(await engine.submit(aSubmitRequest())).ended);
    assert.equal(result.reasonCode, 'GUARD_COST');
  });
});
