import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Message, ModelCall } from '@naru/language-model';
import { aModelCall } from '@naru/language-model/testing';
import { modelTraits } from './model-traits.ts';
import { ProviderFailure } from './provider-failure.ts';
import { regionOfEndpoint } from './region-of-endpoint.ts';
import { toBedrockRequest } from './to-bedrock-request.ts';

const HAIKU = 'global.anthropic.claude-haiku-4-5-20251001-v1:0';
const NOVA = 'apac.amazon.nova-lite-v1:0';
const tool = { name: 'find_seats', description: '좌석 찾기', inputSchema: { type: 'object' } };

function requestOf(overrides: Partial<ModelCall>, model = HAIKU) {
  return toBedrockRequest(aModelCall(overrides), model, modelTraits(model));
}

function ofMessages(messages: readonly Message[], more: Partial<ModelCall> = {}) {
  return requestOf({ prompt: { messages }, ...more });
}

describe('cache points (B-PRM-1)', () => {
  const messages: readonly Message[] = [
    { role: 'system', text: 'BASE', cachePoint: true },
    { role: 'system', text: '지금 단계' },
    { role: 'user', text: '안녕' },
  ];

  it('stand behind the static part for a model with caching', () => {
    const { system } = requestOf({ prompt: { messages } });
    assert.deepEqual(system, [{ text: 'BASE' }, { cachePoint: { type: 'default' } }, { text: '지금 단계' }]);
  });

  it('are left out for a model without caching', () => {
    assert.deepEqual(requestOf({ prompt: { messages } }, NOVA).system, [{ text: 'BASE' }, { text: '지금 단계' }]);
  });

  it('are four at most', () => {
    const many = Array.from({ length: 6 }, (): Message => ({ role: 'system', text: 'x', cachePoint: true }));
    const { system = [] } = ofMessages([...many, { role: 'user', text: '안녕' }]);
    assert.equal(system.filter(block => block.cachePoint).length, 4);
  });
});

describe('settings', () => {
  const settings = { mode: 'stream', maxTokens: 4_096, temperature: 0.7, topP: 0.9, stop: ['끝'] } as const;

  it('go as they are to a model that takes both ways of sampling', () => {
    const expected = { maxTokens: 4_096, temperature: 0.7, topP: 0.9, stopSequences: ['끝'] };
    assert.deepEqual(requestOf({ settings }, NOVA).inferenceConfig, expected);
  });

  it('lose topP beside a temperature where the model refuses both', () => {
    assert.deepEqual(requestOf({ settings }).inferenceConfig, {
      maxTokens: 4_096,
      temperature: 0.7,
      stopSequences: ['끝'],
    });
    assert.deepEqual(requestOf({ settings: { mode: 'json', topP: 0.9 } }).inferenceConfig, { topP: 0.9 });
  });

  it('never ask for a temperature above 1', () => {
    assert.deepEqual(requestOf({ settings: { mode: 'json', temperature: 1.6 } }).inferenceConfig, { temperature: 1 });
  });
});

describe('messages', () => {
  const called: readonly Message[] = [
    { role: 'user', text: '두 자리' },
    {
      role: 'assistant',
      text: '',
      toolCalls: [
        { id: 'a', name: 'find_seats', inputText: '{"n":2}' },
        { id: 'odd id/2', name: 'find_seats', inputText: 'not json' },
      ],
    },
    { role: 'tool', toolCallId: 'a', toolName: 'find_seats', resultText: '가1 가2' },
    { role: 'tool', toolCallId: 'odd id/2', toolName: 'find_seats', resultText: '', isError: true },
    { role: 'user', text: '좋아요' },
  ];

  it('take turns: results and the words after them are one turn of the user', () => {
    const { messages = [] } = ofMessages(called, { tools: [tool] });
    assert.deepEqual(
      messages.map(({ role, content }) => [role, content?.length]),
      [
        ['user', 1],
        ['assistant', 2],
        ['user', 3],
      ],
    );
    const [first, second] = messages[2]?.content ?? [];
    assert.deepEqual(first?.toolResult, { toolUseId: 'a', content: [{ text: '가1 가2' }] });
    assert.deepEqual([second?.toolResult?.status, second?.toolResult?.content], ['error', [{ text: '(empty)' }]]);
  });

  it('rename ids that Bedrock would refuse, call and result alike', () => {
    const { messages = [] } = ofMessages(called, { tools: [tool] });
    const renamed = messages[1]?.content?.[1]?.toolUse;
    assert.match(renamed?.toolUseId ?? '', /^[0-9a-f]{64}$/);
    assert.equal(renamed?.toolUseId, messages[2]?.content?.[1]?.toolResult?.toolUseId);
    assert.deepEqual(renamed?.input, {});
  });

  it('hold no blank text, which Bedrock refuses', () => {
    const { messages, system } = ofMessages([
      { role: 'system', text: ' ' },
      { role: 'user', text: '안녕' },
      { role: 'assistant', text: '\n' },
      { role: 'user', text: '거기요' },
    ]);
    assert.equal(system, undefined);
    assert.deepEqual(messages, [{ role: 'user', content: [{ text: '안녕' }, { text: '거기요' }] }]);
  });

  it('carry images as bytes, and refuse an address in our own words', () => {
    const image = (url: string) => ofMessages([{ role: 'user', text: '이게 뭐예요', images: [{ url }] }]);
    const { messages } = image('data:image/png;base64,aGk=');
    assert.deepEqual(messages?.[0]?.content?.[0]?.image, { format: 'png', source: { bytes: Buffer.from('hi') } });
    for (const url of ['https://example.com/a.png', 'data:image/svg+xml;base64,aGk=', 'data:image/png,hi']) {
      assert.throws(
        () => image(url),
        error => error instanceof ProviderFailure && error.failure.kind === 'bad_request',
      );
    }
  });
});

describe('tools', () => {
  const choiceOf = (toolChoice: NonNullable<ModelCall['settings']['toolChoice']>) =>
    requestOf({ tools: [tool], settings: { mode: 'json', toolChoice } }).toolConfig?.toolChoice;

  it('go with their schema and the choice', () => {
    const { toolConfig } = requestOf({ tools: [tool] });
    const spec = { name: 'find_seats', description: '좌석 찾기', inputSchema: { json: { type: 'object' } } };
    assert.deepEqual(toolConfig, { tools: [{ toolSpec: spec }] });
    assert.deepEqual([choiceOf('auto'), choiceOf('required')], [{ auto: {} }, { any: {} }]);
    assert.deepEqual(choiceOf({ tool: 'find_seats' }), { tool: { name: 'find_seats' } });
  });

  it('are left out with the choice none while no message speaks of them', () => {
    assert.equal(requestOf({ tools: [tool], settings: { mode: 'json', toolChoice: 'none' } }).toolConfig, undefined);
  });

  it('are named where messages speak of them, though none is offered: Bedrock insists', () => {
    const { toolConfig } = ofMessages([
      { role: 'user', text: '두 자리' },
      { role: 'assistant', text: '', toolCalls: [{ id: 'a', name: 'find_seats', inputText: '{}' }] },
      { role: 'tool', toolCallId: 'a', toolName: 'find_seats', resultText: '가1' },
    ]);
    assert.deepEqual(
      toolConfig?.tools?.map(each => each.toolSpec?.name),
      ['find_seats'],
    );
  });
});

describe('what is known of models and addresses', () => {
  it('caching and sampling of Claude by version, nothing of others', () => {
    const traits = (model: string) => Object.values(modelTraits(model));
    assert.deepEqual(traits(HAIKU), [true, true]);
    assert.deepEqual(traits('us.anthropic.claude-opus-5-20260901-v1:0'), [true, true]);
    assert.deepEqual(traits('anthropic.claude-sonnet-4-20250514-v1:0'), [true, false]);
    assert.deepEqual(traits('anthropic.claude-3-haiku-20240307-v1:0'), [false, false]);
    assert.deepEqual(traits(NOVA), [false, false]);
  });

  it('the region in the name of a public endpoint', () => {
    assert.equal(regionOfEndpoint('https://bedrock-runtime.ap-northeast-2.amazonaws.com'), 'ap-northeast-2');
    assert.equal(regionOfEndpoint('https://bedrock-runtime-fips.us-east-1.amazonaws.com/'), 'us-east-1');
    for (const other of ['http://127.0.0.1:9', 'https://bedrock-runtime.evil.com', 'nonsense']) {
      assert.equal(regionOfEndpoint(other), undefined);
    }
  });
});
