import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Json } from '../protocols/json.ts';
import { at, readDocuments, spokenText } from '../testing/read-events.ts';
import { setUp, type World } from '../testing/set-up.ts';

const tools = ['find_seats', 'place_hold'];

async function openaiDeltas(world: World, play: string): Promise<readonly (Json | undefined)[]> {
  const { body } = await world.ask({ stream: true, tools, play });
  return readDocuments(body).flatMap(document => at(document, 'choices', 0, 'delta', 'tool_calls', 0) ?? []);
}

async function anthropicEvents(world: World, play: string) {
  const { body } = await world.ask({ protocol: 'anthropic', stream: true, tools, play });
  return readDocuments(body).filter(
    document =>
      at(document, 'content_block', 'type') === 'tool_use' || at(document, 'delta', 'type') === 'input_json_delta',
  );
}

function joined(deltas: readonly (Json | undefined)[]): string {
  return deltas.map(delta => at(delta, 'function', 'arguments') ?? '').join('');
}

describe('tool calls', () => {
  it('tool-call calls the first tool or the named one, with arguments that fit its schema', async () => {
    await using world = await setUp();
    for (const protocol of ['openai', 'anthropic'] as const) {
      const first = (await world.ask({ protocol, tools, play: 'tool-call' })).body.toString();
      assert.match(first, /find_seats/);
      assert.match(first, /tool_calls|tool_use/);
      assert.match((await world.ask({ protocol, tools, play: 'tool-call=place_hold' })).body.toString(), /place_hold/);
    }
    assert.equal(joined(await openaiDeltas(world, 'tool-call')), '{"seat":"예시"}');
  });

  it('tool-call may name a tool that does not exist', async () => {
    await using world = await setUp();
    assert.match((await world.ask({ tools, play: 'tool-call=sell_everything' })).body.toString(), /sell_everything/);
  });

  it('a forced tool choice is obeyed without any play, and a result is answered in words', async () => {
    await using world = await setUp();
    const forced = await world.ask({
      tools,
      more: { tool_choice: { type: 'function', function: { name: 'place_hold' } } },
    });
    assert.equal(
      at(JSON.parse(forced.body.toString()), 'choices', 0, 'message', 'tool_calls', 0, 'function', 'name'),
      'place_hold',
    );
    const messages = [
      { role: 'user', content: '자리 잡아 줘' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'a', type: 'function', function: { name: 'place_hold', arguments: '{}' } }],
      },
      { role: 'tool', tool_call_id: 'a', content: 'A-1 자리를 잡았습니다.' },
    ];
    assert.match(spokenText((await world.ask({ tools, more: { messages } })).body), /A-1 자리를 잡았습니다/);
  });

  it('tool-count calls several, tool-text speaks before', async () => {
    await using world = await setUp();
    const document = JSON.parse(
      (await world.ask({ tools, play: 'tool-count=3,tool-text=찾아볼게요' })).body.toString(),
    );
    assert.equal((at(document, 'choices', 0, 'message', 'tool_calls') as Json[]).length, 3);
    assert.equal(at(document, 'choices', 0, 'message', 'content'), '찾아볼게요');
  });

  it('tool-arguments are empty, broken off, no JSON, a list, or a given text', async () => {
    await using world = await setUp();
    assert.equal(joined(await openaiDeltas(world, 'tool-arguments=empty')), '');
    assert.equal(joined(await openaiDeltas(world, 'tool-arguments=truncated')), '{"seat":"예시');
    assert.throws(() => JSON.parse(joined([])));
    assert.equal(joined(await openaiDeltas(world, 'tool-arguments=invalid')), '{seat: five, }');
    assert.equal(joined(await openaiDeltas(world, 'tool-arguments=list')), '[]');
    assert.equal(joined(await openaiDeltas(world, 'tool-arguments={"seat":"A-1"%2C"n":2}')), '{"seat":"A-1","n":2}');
    const json = await world.ask({ tools, play: 'tool-arguments=truncated' });
    assert.equal(
      at(JSON.parse(json.body.toString()), 'choices', 0, 'message', 'tool_calls', 0, 'function', 'arguments'),
      '{"seat":"예시',
    );
  });
});

describe('tool-deltas', () => {
  it('usually come as a name first and arguments by index', async () => {
    await using world = await setUp();
    const deltas = await openaiDeltas(world, 'tool-count=2');
    assert.deepEqual([...new Set(deltas.map(delta => at(delta, 'index')))], [0, 1]);
    assert.equal(deltas.filter(delta => at(delta, 'id') !== undefined).length, 2);
  });

  it('whole puts each call into one frame', async () => {
    await using world = await setUp();
    assert.equal((await openaiDeltas(world, 'tool-deltas=whole')).length, 1);
    assert.equal((await anthropicEvents(world, 'tool-deltas=whole')).length, 2);
  });

  it('interleaved mixes the frames of two calls', async () => {
    await using world = await setUp();
    const openai = (await openaiDeltas(world, 'tool-deltas=interleaved')).map(delta => at(delta, 'index'));
    assert.deepEqual(openai.slice(0, 4), [0, 1, 0, 1]);
    const anthropic = (await anthropicEvents(world, 'tool-deltas=interleaved')).map(event => event['index']);
    assert.deepEqual(anthropic.slice(0, 4), [0, 1, 0, 1]);
  });

  it('missing-index leaves the id to tell the calls apart', async () => {
    await using world = await setUp();
    const deltas = await openaiDeltas(world, 'tool-deltas=missing-index,tool-count=2');
    assert.ok(deltas.every(delta => at(delta, 'index') === undefined && at(delta, 'id') !== undefined));
    assert.ok((await anthropicEvents(world, 'tool-deltas=missing-index')).every(event => !('index' in event)));
  });

  it('missing-id leaves the index to tell the calls apart', async () => {
    await using world = await setUp();
    const deltas = await openaiDeltas(world, 'tool-deltas=missing-id');
    assert.ok(deltas.every(delta => at(delta, 'id') === undefined && at(delta, 'index') === 0));
    assert.equal(at((await anthropicEvents(world, 'tool-deltas=missing-id'))[0], 'content_block', 'id'), undefined);
  });

  it('repeated-id repeats id and name in every frame', async () => {
    await using world = await setUp();
    const deltas = await openaiDeltas(world, 'tool-deltas=repeated-id');
    assert.ok(deltas.length > 1);
    assert.equal(new Set(deltas.map(delta => `${at(delta, 'id')} ${at(delta, 'function', 'name')}`)).size, 1);
    assert.equal(joined(deltas), '{"seat":"예시"}');
  });
});
