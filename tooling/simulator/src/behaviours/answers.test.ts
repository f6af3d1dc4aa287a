import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PROTOCOL_NAMES } from '../protocols/protocol.ts';
import type { Json } from '../protocols/json.ts';
import { at, readDocuments, readEvents, spokenText } from '../testing/read-events.ts';
import { setUp } from '../testing/set-up.ts';

describe('what is said', () => {
  for (const protocol of PROTOCOL_NAMES) {
    it(`text, words, signature and long-line reach the caller of ${protocol}, JSON and stream`, async () => {
      await using world = await setUp();
      for (const stream of [false, true]) {
        const said = async (play: string) => spokenText((await world.ask({ protocol, stream, play })).body);
        assert.equal(await said('text=안녕%2C 하세요'), '안녕, 하세요');
        assert.equal(await said('words=3'), '낱말1 낱말2 낱말3 ');
        assert.ok((await said('signature')).startsWith(`〔${protocol}〕 `));
        assert.ok((await said('signature=the-fallback')).startsWith('〔the-fallback〕 '));
        assert.ok((await said('long-line=100000')).includes('x'.repeat(100_000)));
      }
    });
  }

  it('long-line goes up to a line of ten megabytes', async () => {
    await using world = await setUp();
    const heard = await world.ask({ stream: true, play: 'long-line=10485760' });
    assert.ok(readEvents(heard.body).some(({ data }) => data.length > 10_485_760));
    assert.equal(heard.ending, 'complete');
  });

  it('model-name answers under another name', async () => {
    await using world = await setUp();
    for (const protocol of ['openai', 'anthropic'] as const) {
      const heard = await world.ask({ protocol, play: 'model-name' });
      assert.equal(at(JSON.parse(heard.body.toString()), 'model'), 'another-model-2024');
      const stream = await world.ask({ protocol, stream: true, play: 'model-name=cheap-mini' });
      assert.ok(stream.body.includes('"model":"cheap-mini"'));
    }
  });

  it("finish ends for another reason, in the protocol's word", async () => {
    await using world = await setUp();
    const reasons: Record<string, Json | undefined> = {};
    for (const reason of ['length', 'content-filter', 'unknown']) {
      const openai = JSON.parse((await world.ask({ play: `finish=${reason}` })).body.toString());
      const anthropic = JSON.parse(
        (await world.ask({ protocol: 'anthropic', play: `finish=${reason}` })).body.toString(),
      );
      reasons[reason] = [at(openai, 'choices', 0, 'finish_reason') ?? null, at(anthropic, 'stop_reason') ?? null];
      const stream = await world.ask({ stream: true, play: `finish=${reason}` });
      assert.ok(
        readDocuments(stream.body).some(
          document => at(document, 'choices', 0, 'finish_reason') === at(openai, 'choices', 0, 'finish_reason'),
        ),
      );
    }
    assert.deepEqual(reasons, {
      length: ['length', 'max_tokens'],
      'content-filter': ['content_filter', 'refusal'],
      unknown: ['moon_phase', 'moon_phase'],
    });
  });

  it('thinking comes before the text and apart from it', async () => {
    await using world = await setUp();
    const openai = readDocuments((await world.ask({ stream: true, play: 'thinking=5,text=답' })).body);
    const thoughts = openai.filter(document => at(document, 'choices', 0, 'delta', 'reasoning_content') !== undefined);
    assert.equal(thoughts.length, 5);
    const anthropic = await world.ask({ protocol: 'anthropic', stream: true, play: 'thinking=2,text=답' });
    assert.equal(anthropic.body.toString().split('"thinking_delta"').length, 3);
    assert.equal(spokenText(anthropic.body), '답');
  });
});

describe('usage', () => {
  const asked = { stream_options: { include_usage: true } };

  it('is missing, zero, negative or huge in JSON', async () => {
    await using world = await setUp();
    const tokens = async (way: string) => {
      const document = JSON.parse((await world.ask({ play: `usage=${way}` })).body.toString());
      return at(document, 'usage', 'prompt_tokens') as number | undefined;
    };
    assert.equal(await tokens('missing'), undefined);
    assert.equal(await tokens('zero'), 0);
    assert.ok(((await tokens('negative')) ?? 0) < 0);
    assert.equal(await tokens('huge'), 1e15);
  });

  it('comes in a last frame without choices, when asked for', async () => {
    await using world = await setUp();
    const plain = readDocuments((await world.ask({ stream: true })).body);
    assert.ok(plain.every(document => !('usage' in document)));
    const documents = readDocuments((await world.ask({ stream: true, more: asked })).body);
    assert.deepEqual(
      [at(documents.at(-1), 'choices'), typeof at(documents.at(-1), 'usage', 'total_tokens')],
      [[], 'number'],
    );
    assert.ok(documents.slice(0, -1).every(document => document['usage'] === null));
  });

  it('separate, with-finish and missing change where a stream reports it', async () => {
    await using world = await setUp();
    const separate = readDocuments((await world.ask({ stream: true, play: 'usage=separate' })).body);
    assert.equal(typeof at(separate.at(-1), 'usage', 'total_tokens'), 'number');
    const withFinish = readDocuments((await world.ask({ stream: true, more: asked, play: 'usage=with-finish' })).body);
    assert.equal(at(withFinish.at(-1), 'choices', 0, 'finish_reason'), 'stop');
    assert.equal(typeof at(withFinish.at(-1), 'usage', 'total_tokens'), 'number');
    const missing = await world.ask({ stream: true, more: asked, play: 'usage=missing' });
    assert.ok(!missing.body.includes('total_tokens'));
    const anthropic = readDocuments(
      (await world.ask({ protocol: 'anthropic', stream: true, play: 'usage=separate' })).body,
    );
    assert.equal(typeof at(anthropic.at(-2), 'usage', 'output_tokens'), 'number');
    assert.equal(at(anthropic.at(-3), 'usage'), undefined);
    assert.ok(!(await world.ask({ protocol: 'generate', stream: true, play: 'usage=missing' })).body.includes('usage'));
  });
});
