import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PROTOCOL_NAMES, type ProtocolName } from '../protocols/protocol.ts';
import { at, readDocuments, readEvents, spokenText } from '../testing/read-events.ts';
import { setUp } from '../testing/set-up.ts';

const LAST: Readonly<Record<ProtocolName, string>> = {
  openai: '[DONE]',
  anthropic: 'message_stop',
  generate: 'citations',
  bedrock: 'latencyMs',
};

describe('the stream faults', () => {
  for (const protocol of PROTOCOL_NAMES) {
    it(`malformed adds broken frames to a stream of ${protocol} and leaves the text whole`, async () => {
      await using world = await setUp();
      const well = await world.ask({ protocol, stream: true });
      const heard = await world.ask({ protocol, stream: true, play: 'malformed=2' });
      const broken = readEvents(heard.body).filter(({ data }) => data !== '[DONE]' && !isJson(data));
      assert.equal(broken.length, 2);
      assert.equal(spokenText(heard.body), spokenText(well.body));
    });

    it(`stream-error puts an error of ${protocol} at each place and ends there`, async () => {
      await using world = await setUp();
      for (const place of ['0', '1', 'after-role', 'after-text', 'after-finish']) {
        const heard = await world.ask({ protocol, stream: true, play: `stream-error=${place}` });
        const events = readEvents(heard.body);
        assert.deepEqual([heard.status, heard.ending], [200, 'complete']);
        assert.match(events.at(-1)?.data ?? '', protocol === 'bedrock' ? /^\{"message":/ : /"(error|code)"/, place);
        if (place === '0' || place === '1') assert.equal(events.length, Number(place) + 1);
        if (place === 'after-role') assert.equal(spokenText(heard.body), '');
        if (place === 'after-text') assert.notEqual(spokenText(heard.body), '');
      }
    });

    it(`stream-error is the body of a JSON answer of ${protocol}, with status 200`, async () => {
      await using world = await setUp();
      const heard = await world.ask({ protocol, play: 'stream-error=0:rate-limit' });
      assert.equal(heard.status, 200);
      const said = JSON.parse(heard.body.toString());
      assert.equal(typeof (protocol === 'bedrock' ? said.message : at(said, 'error', 'message')), 'string');
    });

    it(`no-terminator leaves out the last frame of ${protocol}`, async () => {
      await using world = await setUp();
      const heard = await world.ask({ protocol, stream: true, play: 'no-terminator=closed' });
      assert.equal(heard.ending, 'complete');
      assert.ok(!heard.body.includes(LAST[protocol]));
      const call = world.call({ protocol, stream: true, play: 'no-terminator=open' });
      await call.until(({ body }) => readEvents(body).length === readEvents(heard.body).length);
      assert.equal(call.soFar.isComplete, false);
      call.leave();
      await call.over;
    });

    it(`no-finish leaves out the finish reason of ${protocol} and what follows`, async () => {
      await using world = await setUp();
      const heard = await world.ask({ protocol, stream: true, play: 'no-finish=closed' });
      assert.notEqual(spokenText(heard.body), '');
      assert.ok(!/"stop"|end_turn|"citations"|DONE/.test(heard.body.toString()));
    });
  }

  it('malformed breaks a JSON body off', async () => {
    await using world = await setUp();
    const heard = await world.ask({ play: 'malformed' });
    assert.deepEqual([heard.status, heard.ending], [200, 'complete']);
    assert.ok(!isJson(heard.body.toString()));
  });

  it('stream-error names the kind: an in-band 429', async () => {
    await using world = await setUp();
    const heard = await world.ask({ stream: true, play: 'stream-error=after-text:rate-limit' });
    assert.equal(at(readDocuments(heard.body).at(-1), 'error', 'code'), 'rate_limit_exceeded');
  });

  it('duplicate repeats a numbered frame, a kind, or all', async () => {
    await using world = await setUp();
    const text = '하나 둘 셋';
    const say = async (which: string) =>
      (await world.ask({ stream: true, play: `text=${text},duplicate=${which}` })).body;
    assert.equal(spokenText(await say('2')), '하나 둘 둘 셋');
    assert.equal(readEvents(await say('end')).filter(({ data }) => data === '[DONE]').length, 2);
    assert.equal((await say('finish')).toString().split('"finish_reason":"stop"').length, 3);
    assert.equal((await say('role')).toString().split('"role":"assistant"').length, 3);
    assert.equal(spokenText(await say('all')), '하나 하나 둘 둘 셋셋');
  });
});

describe('empty', () => {
  for (const protocol of PROTOCOL_NAMES) {
    for (const way of ['no-content', 'whitespace', 'role-only', 'usage-only', 'end-only', 'nothing']) {
      it(`${way} says nothing in ${protocol}, with status 200, in stream and JSON`, async () => {
        await using world = await setUp();
        const stream = await world.ask({ protocol, stream: true, play: `empty=${way}` });
        assert.deepEqual([stream.status, stream.ending, spokenText(stream.body).trim()], [200, 'complete', '']);
        if (way === 'nothing') assert.equal(stream.body.length, 0);
        else if (protocol === 'openai') assert.ok(stream.body.includes('[DONE]'));
        const json = await world.ask({ protocol, play: `empty=${way}` });
        assert.deepEqual([json.status, json.ending], [200, 'complete']);
        if (way === 'nothing') assert.equal(json.body.length, 0);
        else assert.equal(spokenText(json.body).trim(), '');
      });
    }
  }

  it('usage-only does report usage', async () => {
    await using world = await setUp();
    const documents = readDocuments((await world.ask({ stream: true, play: 'empty=usage-only' })).body);
    assert.deepEqual([documents.length, typeof at(documents[0], 'usage', 'total_tokens')], [1, 'number']);
  });

  it('whitespace does say its white space', async () => {
    await using world = await setUp();
    assert.equal(spokenText((await world.ask({ stream: true, play: 'empty=whitespace' })).body), ' \n');
  });
});

describe('heartbeat-only', () => {
  it('sends comments for ever, and no content', async () => {
    await using world = await setUp();
    const call = world.call({ stream: true, play: 'heartbeat-only=1000' });
    for (let beats = 1; beats <= 30; beats++) {
      await call.until(({ body }) => body.toString() === ': keep-alive\n\n'.repeat(beats));
      await world.clock.advance(1_000);
    }
    call.leave();
    assert.equal((await world.simulator.until(({ end }) => end !== undefined)).end?.how, 'caller-left');
  });

  it('sends pings or role frames instead, and white space in JSON', async () => {
    await using world = await setUp();
    const ping = world.call({ protocol: 'anthropic', stream: true, play: 'heartbeat-only=50:ping' });
    await ping.until(({ body }) => body.toString() === 'event: ping\ndata: {"type":"ping"}\n\n');
    const role = world.call({ stream: true, play: 'heartbeat-only=50:role' });
    await role.until(({ body }) => readDocuments(body).length === 1);
    await world.clock.advance(50);
    await role.until(({ body }) => readDocuments(body).length === 2);
    assert.equal(at(readDocuments(role.soFar.body)[1], 'choices', 0, 'delta', 'role'), 'assistant');
    const json = world.call({ play: 'heartbeat-only=50' });
    await json.until(({ body }) => body.toString() === ' \n');
    for (const call of [ping, role, json]) call.leave();
    await Promise.all([ping.over, role.over, json.over]);
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
