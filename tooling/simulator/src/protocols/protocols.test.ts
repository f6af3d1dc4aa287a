import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ProtocolName } from './protocol.ts';
import { at, readDocuments, readEvents, spokenText } from '../testing/read-events.ts';
import { hear } from '../testing/raw-call.ts';
import { setUp } from '../testing/set-up.ts';

const user = { role: 'user', content: '배송?' };
const call = { id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } };

const said = (text: string) => ({ role: 'user', content: [{ text }] });
const calling = { role: 'assistant', content: [{ toolUse: { toolUseId: 'x', name: 'f', input: {} } }] };
const result = (toolUseId: string) => ({
  role: 'user',
  content: [{ toolResult: { toolUseId, content: [{ text: 'r' }] } }],
});
const toolConfig = { tools: [{ toolSpec: { name: 'f', inputSchema: { json: { type: 'object' } } } }] };

/** What each vendor refuses, and where it says that the mistake is. */
const REFUSED: readonly (readonly [ProtocolName, what: string, more: Record<string, unknown>, where: RegExp])[] = [
  ['openai', 'no messages', { messages: [] }, /^messages: expected at least one/],
  ['openai', 'an unknown role', { messages: [{ role: 'robot', content: '' }] }, /^messages\[0\]\.role/],
  [
    'openai',
    'an unanswered tool call',
    { messages: [user, { role: 'assistant', tool_calls: [call] }, user] },
    /^messages\[2\]/,
  ],
  [
    'openai',
    'a result of no call',
    { messages: [user, { role: 'tool', tool_call_id: 'x', content: '' }] },
    /tool_call_id/,
  ],
  ['openai', 'an empty list of tools', { tools: [] }, /^tools: expected at least one/],
  ['openai', 'a tool choice without tools', { tool_choice: 'auto-ish' }, /^tool_choice/],
  ['openai', 'stream options without a stream', { stream_options: { include_usage: true } }, /^stream_options/],
  ['openai', 'a temperature that is too high', { temperature: 3 }, /^temperature: expected a number from 0 to 2/],
  ['openai', 'a model that is no text', { model: 5 }, /^model: expected a text, found number 5/],
  ['anthropic', 'no max_tokens', { max_tokens: undefined }, /^max_tokens/],
  [
    'anthropic',
    'a system message in the list',
    { messages: [{ role: 'system', content: 'x' }] },
    /^messages\[0\]\.role/,
  ],
  ['anthropic', 'an assistant who begins', { messages: [{ role: 'assistant', content: 'x' }] }, /user in the first/],
  ['anthropic', 'an empty text', { messages: [{ role: 'user', content: '' }] }, /not empty/],
  ['anthropic', 'a temperature above 1', { temperature: 1.5 }, /^temperature/],
  [
    'anthropic',
    'a result of no call',
    { messages: [{ role: 'user', content: [{ type: 'tool_result', tool_use_id: 'x', content: 'y' }] }] },
    /^messages\[0\]/,
  ],
  [
    'anthropic',
    'an unanswered tool call',
    { messages: [user, { role: 'assistant', content: [{ type: 'tool_use', id: 'x', name: 'f', input: {} }] }, user] },
    /tool_result for each of 1/,
  ],
  ['anthropic', 'a tool without a schema', { tools: [{ name: 'f' }] }, /^tools\[0\]\.input_schema/],
  ['bedrock', 'no messages', { messages: [] }, /^messages: expected at least one/],
  ['bedrock', 'two turns of one role', { messages: [said('a'), said('b')] }, /^messages\[1\]\.role/],
  ['bedrock', 'a blank text', { messages: [said(' ')] }, /not blank/],
  [
    'bedrock',
    'a block of two members',
    { messages: [{ role: 'user', content: [{ text: 'a', image: {} }] }] },
    /exactly one/,
  ],
  ['bedrock', 'a temperature above 1', { inferenceConfig: { temperature: 1.5 } }, /^inferenceConfig\.temperature/],
  ['bedrock', 'an empty list of tools', { toolConfig: { tools: [] } }, /^toolConfig\.tools/],
  ['bedrock', 'a call without tools', { messages: [said('a'), calling, result('x')] }, /^toolConfig: expected tools/],
  ['bedrock', 'a result of no call', { messages: [said('a'), calling, result('y')], toolConfig }, /^messages\[2\]/],
  ['bedrock', 'an unanswered call', { messages: [said('a'), calling, said('b')], toolConfig }, /a toolResult for each/],
  ['generate', 'no messages', { messages: undefined }, /^messages: expected a list, found nothing/],
  ['generate', 'a context that is a number', { context: 5 }, /^context/],
  ['generate', 'a stream that is no boolean', { stream: 'yes' }, /^stream: expected true or false/],
];

function messageIn(body: Buffer): string {
  const document = JSON.parse(body.toString());
  return String(document.message ?? at(document, 'error', 'message'));
}

describe('requests', () => {
  for (const [protocol, what, more, where] of REFUSED) {
    it(`${protocol} refuses ${what} and says where`, async () => {
      await using world = await setUp();
      const heard = await world.ask({ protocol, more });
      assert.equal(heard.status, 400);
      assert.match(messageIn(heard.body), where);
      assert.ok('refused' in (world.simulator.log()[0]?.body ?? {}));
    });
  }

  it('anthropic wants its version header', async () => {
    await using world = await setUp();
    const url = `${world.simulator.url}/anthropic/v1/messages`;
    const heard = await hear({ url, body: { model: 'm', max_tokens: 5, messages: [user] } });
    assert.deepEqual([heard.status, /anthropic-version/.test(heard.body.toString())], [400, true]);
  });

  it('every protocol wants JSON, and says so of anything else', async () => {
    await using world = await setUp();
    const url = `${world.simulator.url}/generate/v1/generate`;
    assert.equal((await hear({ url, body: '{"messages":' })).status, 400);
    assert.equal((await hear({ url, body: '{}', headers: { 'content-type': 'text/plain' } })).status, 400);
    assert.equal((await hear({ url, body: 'null' })).status, 400);
  });

  it('a play that cannot be read is refused with what is allowed', async () => {
    await using world = await setUp();
    const heard = await world.ask({ play: 'statos=500' });
    assert.equal(heard.status, 400);
    assert.match(heard.body.toString(), /unknown behaviour .*statos.* allowed: flap/);
  });
});

describe('answers', () => {
  it('are the same for the same request, and fit the question', async () => {
    await using world = await setUp();
    const said = async (question: string) => spokenText((await world.ask({ question })).body);
    assert.equal(await said('환불은 언제 되나요?'), await said('환불은 언제 되나요?'));
    assert.match(await said('환불은 언제 되나요?'), /환불|취소/);
    assert.match(await said('배송은 언제 오나요?'), /배송|송장/);
  });

  for (const protocol of ['openai', 'anthropic', 'generate'] as const) {
    it(`say the same in JSON and in a stream of ${protocol}`, async () => {
      await using world = await setUp();
      const json = await world.ask({ protocol });
      const stream = await world.ask({ protocol, stream: true });
      assert.equal(spokenText(stream.body), spokenText(json.body));
      assert.match(stream.headers.get('content-type') ?? '', /^text\/event-stream/);
    });
  }

  it('say the same in JSON and in the messages of bedrock', async () => {
    await using world = await setUp();
    const json = await world.ask({ protocol: 'bedrock' });
    const stream = await world.ask({ protocol: 'bedrock', stream: true });
    assert.equal(spokenText(stream.body), spokenText(json.body));
    assert.equal(stream.headers.get('content-type'), 'application/vnd.amazon.eventstream');
  });

  it('cite the source that fits the question best', async () => {
    await using world = await setUp();
    const sources =
      '아래 근거로만 답하세요.\n[1] 배송 안내\n배송은 이틀 걸립니다.\n[2] 환불 안내\n환불은 사흘 안에 됩니다.';
    const messages = [
      { role: 'system', content: sources },
      { role: 'user', content: '환불은 언제 되나요?' },
    ];
    assert.equal(spokenText((await world.ask({ more: { messages } })).body), '환불은 사흘 안에 됩니다. [2]');
    const system = await world.ask({ protocol: 'anthropic', question: '배송은 며칠?', more: { system: sources } });
    assert.equal(spokenText(system.body), '배송은 이틀 걸립니다. [1]');
  });

  it('of generate cite the context by its ids', async () => {
    await using world = await setUp();
    const context = [
      { id: 'shipping', title: '배송', text: '배송은 이틀 걸립니다.' },
      { id: 'refund', title: '환불', text: '환불은 사흘.' },
    ];
    const heard = await world.ask({ protocol: 'generate', question: '배송은 며칠?', more: { context } });
    const document = JSON.parse(heard.body.toString());
    assert.deepEqual(
      [at(document, 'answer'), at(document, 'citations', 0, 'source_id')],
      ['배송은 이틀 걸립니다. [1]', 'shipping'],
    );
  });

  it('stream in the order that each vendor documents', async () => {
    await using world = await setUp();
    const events = async (protocol: ProtocolName) => [
      ...new Set(readEvents((await world.ask({ protocol, stream: true })).body).map(({ event }) => event)),
    ];
    assert.deepEqual(await events('openai'), [undefined]);
    assert.deepEqual(await events('anthropic'), [
      'message_start',
      'ping',
      'content_block_start',
      'content_block_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ]);
    assert.deepEqual(await events('generate'), ['delta', 'done']);
    assert.deepEqual(await events('bedrock'), [
      'messageStart',
      'contentBlockDelta',
      'contentBlockStop',
      'messageStop',
      'metadata',
    ]);
    const chunks = readDocuments((await world.ask({ stream: true })).body);
    assert.deepEqual(new Set(chunks.map(chunk => chunk['object'])), new Set(['chat.completion.chunk']));
  });

  it('to GET /v1/models list the models where the vendor does', async () => {
    await using world = await setUp();
    const models = async (name: string) =>
      await hear({ method: 'GET', url: `${world.simulator.url}/${name}/v1/models` });
    assert.equal(at(JSON.parse((await models('openai')).body.toString()), 'data', 0, 'object'), 'model');
    assert.equal(at(JSON.parse((await models('anthropic')).body.toString()), 'data', 0, 'type'), 'model');
    assert.equal((await models('generate')).status, 404);
  });
});
