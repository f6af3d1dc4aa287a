import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import {
  APICallError,
  InvalidPromptError,
  JSONParseError,
  LoadAPIKeyError,
  NoSuchModelError,
  UnsupportedFunctionalityError,
  type LanguageModelV2,
  type LanguageModelV3,
  type LanguageModelV4CallOptions,
  type LanguageModelV4StreamPart,
} from '@ai-sdk/provider';
import { systemClock } from '@naru/kernel';
import { collectStream, ModelError, type ModelCall, type StreamPart } from '@naru/language-model';
import { aModelCall } from '@naru/language-model/testing';
import { MockLanguageModelV4 } from 'ai/test';
import { refusal, streamOf, usageOf } from '../testing/scene-model.ts';
import { createAiSdkModel } from './ai-sdk-model.ts';
import type { AiSdkLanguageModel } from './ai-sdk-wire.ts';

const FINISH: LanguageModelV4StreamPart = {
  type: 'finish',
  finishReason: { unified: 'stop', raw: 'stop' },
  usage: usageOf({ inputTokens: 5, outputTokens: 2 }),
};
const say = (delta: string): LanguageModelV4StreamPart => ({ type: 'text-delta', id: 'a', delta });
const json = { settings: { mode: 'json' } } as const;

function playing(parts: readonly LanguageModelV4StreamPart[]): MockLanguageModelV4 {
  return new MockLanguageModelV4({ doStream: async () => ({ stream: streamOf(parts) }) });
}

function failing(error: unknown): MockLanguageModelV4 {
  const fail = async () => Promise.reject(error);
  return new MockLanguageModelV4({ doStream: fail, doGenerate: fail });
}

const naru = (model: AiSdkLanguageModel) => createAiSdkModel({ id: 'primary', model, clock: systemClock });

async function hear(model: AiSdkLanguageModel, overrides: Partial<ModelCall> = {}) {
  const parts: StreamPart[] = [];
  let batches = 0;
  try {
    for await (const batch of naru(model).stream(aModelCall(overrides))) {
      parts.push(...batch);
      batches += 1;
    }
    return { parts, batches, error: undefined };
  } catch (error) {
    assert.ok(error instanceof ModelError, `expected a ModelError, got ${String(error)}`);
    return { parts, batches, error };
  }
}

describe('what a model of the AI SDK is asked', () => {
  async function optionsOf(overrides: Partial<ModelCall>): Promise<LanguageModelV4CallOptions> {
    const model = playing([FINISH]);
    await hear(model, overrides);
    return model.doStreamCalls[0]!;
  }

  it('is the conversation with calls, results, images and the cache point', async () => {
    const { prompt } = await optionsOf({
      prompt: {
        messages: [
          { role: 'system', text: 'BASE', cachePoint: true },
          {
            role: 'user',
            text: '두 자리',
            images: [{ url: 'data:image/png;base64,aGk=' }, { url: 'https://e.com/a.png' }],
          },
          {
            role: 'assistant',
            text: '',
            toolCalls: [
              { id: 'a', name: 'f', inputText: '{"n":2}' },
              { id: 'b', name: 'f', inputText: 'broken' },
            ],
          },
          { role: 'tool', toolCallId: 'a', toolName: 'f', resultText: '가1' },
          { role: 'tool', toolCallId: 'b', toolName: 'f', resultText: '없음', isError: true },
        ],
      },
    });
    assert.deepEqual(prompt, [
      {
        role: 'system',
        content: 'BASE',
        providerOptions: {
          anthropic: { cacheControl: { type: 'ephemeral' } },
          bedrock: { cachePoint: { type: 'default' } },
        },
      },
      {
        role: 'user',
        content: [
          { type: 'file', mediaType: 'image/png', data: { type: 'data', data: 'aGk=' } },
          { type: 'file', mediaType: 'image/*', data: { type: 'url', url: new URL('https://e.com/a.png') } },
          { type: 'text', text: '두 자리' },
        ],
      },
      {
        role: 'assistant',
        content: [
          { type: 'tool-call', toolCallId: 'a', toolName: 'f', input: { n: 2 } },
          { type: 'tool-call', toolCallId: 'b', toolName: 'f', input: {} },
        ],
      },
      {
        role: 'tool',
        content: [
          { type: 'tool-result', toolCallId: 'a', toolName: 'f', output: { type: 'text', value: '가1' } },
          { type: 'tool-result', toolCallId: 'b', toolName: 'f', output: { type: 'error-text', value: '없음' } },
        ],
      },
    ]);
  });

  it('carries settings, tools and the choice', async () => {
    const {
      abortSignal: _,
      prompt: __,
      ...options
    } = await optionsOf({
      tools: [{ name: 'f', description: '찾기', inputSchema: { type: 'object' } }],
      settings: { mode: 'stream', maxTokens: 9, temperature: 0.7, topP: 0.9, stop: ['끝'], toolChoice: { tool: 'f' } },
    });
    assert.deepEqual(options, {
      maxOutputTokens: 9,
      temperature: 0.7,
      topP: 0.9,
      stopSequences: ['끝'],
      tools: [{ type: 'function', name: 'f', description: '찾기', inputSchema: { type: 'object' } }],
      toolChoice: { type: 'tool', toolName: 'f' },
    });
  });
});

describe('what a model of the AI SDK says', () => {
  it('comes in one batch where it came at once, with the cache reads', async () => {
    const words = Array.from({ length: 100 }, () => say('말'));
    const usage = { ...usageOf({ inputTokens: 50, outputTokens: 2 }) };
    const cached = { ...usage, inputTokens: { ...usage.inputTokens, cacheRead: 40 } };
    const heard = await hear(
      playing([{ type: 'response-metadata', modelId: 'm-1' }, ...words, { ...FINISH, usage: cached }]),
    );
    assert.deepEqual(heard.parts[0], { type: 'response', model: 'm-1' });
    assert.equal(heard.batches, 1);
    const finish = heard.parts.at(-1);
    assert.ok(finish?.type === 'finish');
    assert.deepEqual(finish.usage, { inputTokens: 50, outputTokens: 2, cacheReadTokens: 40, estimated: false });
  });

  it('is whole however many parts come without a pause', async () => {
    const words = Array.from({ length: 1_000 }, (_, index) => say(`${index} `));
    const answer = await collectStream(naru(playing([...words, FINISH])).stream(aModelCall()));
    assert.equal(answer.text, Array.from({ length: 1_000 }, (_, index) => `${index} `).join(''));
  });

  it('keeps thoughts apart, and leaves out what the provider ran itself', async () => {
    const parts: LanguageModelV4StreamPart[] = [
      { type: 'reasoning-delta', id: 'r', delta: '생각' },
      { type: 'tool-input-start', id: 'w', toolName: 'web', providerExecuted: true },
      { type: 'tool-call', toolCallId: 'w', toolName: 'web', input: '{}', providerExecuted: true },
      { type: 'tool-input-start', id: 'x', toolName: 'patch', inputEncoding: 'text' },
      { type: 'tool-input-delta', id: 'x', delta: 'raw' },
      { type: 'tool-call', toolCallId: 'x', toolName: 'patch', input: '{"p":"raw"}' },
      say('네'),
      FINISH,
    ];
    const answer = await collectStream(naru(playing(parts)).stream(aModelCall()));
    assert.deepEqual(
      [answer.reasoning, answer.text, answer.toolCalls],
      ['생각', '네', [{ id: 'x', name: 'patch', inputText: '{"p":"raw"}' }]],
    );
  });

  it('is estimated where nothing was counted', async () => {
    const none = { inputTokens: { total: undefined }, outputTokens: { total: undefined } } as never;
    const answer = await collectStream(
      naru(playing([say('안녕하세요'), { ...FINISH, usage: none }])).stream(aModelCall()),
    );
    assert.equal(answer.finish.usage.estimated, true);
  });

  it('that ends as an error, was withheld, or is nothing, is no answer', async () => {
    const ending = (unified: 'error' | 'interrupted' | 'content-filter') => ({
      ...FINISH,
      finishReason: { unified, raw: 'x' },
    });
    assert.equal((await hear(playing([say('반'), ending('error')]))).error?.kind, 'stream_error');
    assert.equal((await hear(playing([say('반'), ending('interrupted')]))).error?.kind, 'stream_error');
    assert.equal((await hear(playing([ending('content-filter')]))).error?.kind, 'content_filter');
    assert.equal((await hear(playing([say('반'), ending('content-filter')]))).parts.at(-1)?.type, 'finish');
    assert.equal((await hear(playing([]))).error?.kind, 'empty');
  });

  it('before its stream broke is given first', async () => {
    let pulls = 0;
    const model = new MockLanguageModelV4({
      doStream: async () => ({
        stream: new ReadableStream<LanguageModelV4StreamPart>({
          pull(controller) {
            if (pulls++ === 0) controller.enqueue(say('반'));
            else controller.error(Object.assign(new Error('canary-words'), { code: 'ECONNRESET' }));
          },
        }),
      }),
    });
    const heard = await hear(model);
    assert.deepEqual([heard.error?.kind, heard.error?.detail], ['network', 'ECONNRESET']);
    const inBand = await hear(playing([say('반'), { type: 'error', error: refusal(529) }, FINISH]));
    assert.deepEqual([inBand.error?.kind, inBand.parts.some(part => part.type === 'text-delta')], ['server', true]);
  });
});

describe('what a model of the AI SDK throws', () => {
  const request = { url: 'http://p.invalid', requestBodyValues: {} };
  const cases: readonly (readonly [name: string, error: unknown, kind: string])[] = [
    ['429', refusal(429), 'rate_limited'],
    ['429 that names a quota', refusal(429, '{"error":{"code":"insufficient_quota"}}'), 'quota'],
    ['400 that names the window', refusal(400, '{"error":{"code":"context_length_exceeded"}}'), 'context_length'],
    ['400 that names the filter', refusal(400, '{"error":{"code":"content_filter"}}'), 'content_filter'],
    ['422', refusal(422), 'bad_request'],
    ['529', refusal(529), 'server'],
    ['500 that speaks of a window', refusal(500, 'context_length_exceeded'), 'server'],
    ['a good status with a bad body', refusal(200), 'server'],
    [
      'no answer',
      new APICallError({
        ...request,
        message: 'Cannot connect',
        cause: Object.assign(new TypeError('fetch failed'), {
          cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }),
        }),
      }),
      'network',
    ],
    ['a missing key', new LoadAPIKeyError({ message: 'canary-words' }), 'auth'],
    ['an unknown model', new NoSuchModelError({ modelId: 'canary-words', modelType: 'languageModel' }), 'not_found'],
    [
      'an impossible prompt',
      new InvalidPromptError({ prompt: 'canary-words', message: 'canary-words' }),
      'bad_request',
    ],
    ['what it cannot do', new UnsupportedFunctionalityError({ functionality: 'canary-words' }), 'bad_request'],
    ['unreadable JSON', new JSONParseError({ text: 'canary-words', cause: new Error('x') }), 'server'],
    ['a timer of its own', Object.assign(new Error('canary-words'), { name: 'TimeoutError' }), 'timeout_total'],
    ['anything else', new Error('canary-words'), 'server'],
    ['what is no error', 'canary-words', 'server'],
  ];
  for (const [name, error, kind] of cases) {
    it(`${name} is ${kind}, in both modes, asked for once, without the provider's words`, async () => {
      for (const overrides of [{}, json]) {
        const model = failing(error);
        const heard = await hear(model, overrides);
        assert.equal(heard.error?.kind, kind);
        assert.equal(model.doStreamCalls.length + model.doGenerateCalls.length, 1);
        assert.ok(!inspect(heard.error, { depth: 9, showHidden: true }).includes('canary-words'));
      }
    });
  }

  it('keeps status and wait', async () => {
    const { error } = await hear(failing(refusal(429)));
    assert.deepEqual([error?.status, error?.retryAfterMs], [429, 3_000]);
  });
});

describe('a caller who leaves', () => {
  it('is let go although the package looks at no signal', async () => {
    const never = async () => new Promise<never>(() => {});
    const model = new MockLanguageModelV4({ doStream: never, doGenerate: never });
    for (const overrides of [{}, json]) {
      const stop = new AbortController();
      const hearing = hear(model, { ...overrides, signal: stop.signal });
      await new Promise(resolve => setImmediate(resolve));
      stop.abort();
      assert.equal((await hearing).error?.kind, 'cancelled');
    }
  });
});

describe('models of older versions', () => {
  const textPart = { type: 'text-delta' as const, id: 'a', delta: '네' };

  it('of version 2, with its finish reason and usage', async () => {
    const model = {
      specificationVersion: 'v2',
      provider: 'hand-made',
      modelId: 'm',
      supportedUrls: {},
      doStream: async () => ({
        stream: streamOf([
          textPart,
          {
            type: 'finish',
            finishReason: 'length',
            usage: { inputTokens: 9, outputTokens: 3, totalTokens: 12, cachedInputTokens: 4 },
          },
        ]),
      }),
      doGenerate: async () => Promise.reject(new Error('not asked')),
    } as unknown as LanguageModelV2;
    const { finish, text } = await collectStream(naru(model).stream(aModelCall()));
    assert.equal(text, '네');
    assert.deepEqual(finish.reason, { unified: 'length', raw: 'length' });
    assert.deepEqual(finish.usage, { inputTokens: 9, outputTokens: 3, cacheReadTokens: 4, estimated: false });
  });

  it('of version 3, with the bytes of an image bare', async () => {
    let asked: { readonly prompt: readonly { readonly content: unknown }[] } | undefined;
    const model = {
      specificationVersion: 'v3',
      provider: 'hand-made',
      modelId: 'm',
      supportedUrls: {},
      doGenerate: async (options: typeof asked) => {
        asked = options;
        return {
          content: [{ type: 'text', text: '네' }],
          finishReason: FINISH.type === 'finish' && FINISH.finishReason,
          usage: {},
          warnings: [],
        };
      },
      doStream: async () => Promise.reject(new Error('not asked')),
    } as unknown as LanguageModelV3;
    const messages = [{ role: 'user' as const, text: '', images: [{ url: 'data:image/png;base64,aGk=' }] }];
    await collectStream(naru(model).stream(aModelCall({ ...json, prompt: { messages } })));
    assert.deepEqual(asked?.prompt[0]?.content, [{ type: 'file', mediaType: 'image/png', data: 'aGk=' }]);
  });

  it('of a version unknown here are refused with what is allowed', () => {
    assert.throws(() => naru({ specificationVersion: 'v9' } as never), /found specification "v9"; allowed: v2, v3, v4/);
  });
});
