import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { FakeClock } from '@naru/kernel/testing';
import type { StreamPart } from '@naru/language-model';
import { aModelCall } from '@naru/language-model/testing';
import { Exchange } from './http/exchange.ts';
import type { HttpTransport } from './http/http-transport.ts';
import { MessageLengths } from './http/message-lengths.ts';
import { readChunks } from './http/read-answer.ts';
import { readEvents } from './read-events.ts';
import { openClient } from './sdk/open-client.ts';
import { someOptions } from './testing/open-model.ts';
import { event, messageStart, messageStop, metadata, text } from './testing/scripted-server.ts';

const STREAM = Buffer.concat([
  messageStart,
  text('안녕 👋'),
  event('contentBlockStart', { contentBlockIndex: 1, start: { toolUse: { toolUseId: 'c', name: '찾기' } } }),
  event('contentBlockDelta', { contentBlockIndex: 1, delta: { toolUse: { input: '{"좌석":"가1"}' } } }),
  event('contentBlockStop', { contentBlockIndex: 1 }),
  messageStop('tool_use'),
  metadata({ inputTokens: 3, outputTokens: 2 }),
]);

let body: AsyncIterable<Uint8Array>;
const headers = { 'content-type': 'application/vnd.amazon.eventstream' };
const transport = { handle: async () => ({ response: { statusCode: 200, headers, body } }) };
const client = await openClient(someOptions('http://127.0.0.1:1'), transport as unknown as HttpTransport);

describe('a stream of messages', () => {
  it('says the same split at every byte', async () => {
    const whole = await partsOf([STREAM]);
    assert.equal(whole.at(-1)?.type, 'finish');
    for (let at = 1; at < STREAM.length; at += 1) {
      assert.deepEqual(await partsOf([STREAM.subarray(0, at), STREAM.subarray(at)]), whole, `split at ${at}`);
    }
  });

  it('says the same split into whatever pieces', async () => {
    const whole = await partsOf([STREAM]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: STREAM.length - 1 }), { maxLength: 40 }), async places => {
        const cuts = [0, ...new Set(places.toSorted((a, b) => a - b)), STREAM.length];
        const pieces = cuts.slice(1).map((end, index) => STREAM.subarray(cuts[index], end));
        assert.deepEqual(await partsOf(pieces), whole);
      }),
      { numRuns: 100 },
    );
  });

  it('is never taken for complete when it is cut before its stop reason, at any byte', async () => {
    const complete = STREAM.length - metadata({ inputTokens: 3, outputTokens: 2 }).length;
    for (let at = 1; at < complete; at += 7) {
      await assert.rejects(partsOf([STREAM.subarray(0, at)]), `cut at ${at}`);
    }
  });
});

describe('MessageLengths', () => {
  it('knows where messages end, however the bytes come', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 64 }), size => {
        const lengths = new MessageLengths(1_000_000);
        for (let at = 0; at < STREAM.length; at += size) lengths.push(STREAM.subarray(at, at + size));
        assert.equal(lengths.isBetweenMessages, true);
        lengths.push(Buffer.of(0));
        assert.equal(lengths.isBetweenMessages, false);
      }),
    );
  });
});

/** Through the SDK and everything of ours but the socket. */
async function partsOf(chunks: readonly Uint8Array[]): Promise<StreamPart[]> {
  body = readChunks(inChunks(chunks));
  const clock = new FakeClock();
  const exchange = new Exchange(new AbortController().signal, clock);
  const parts: StreamPart[] = [];
  const events = await client.converseStream({ modelId: 'model-a', messages: [] }, exchange);
  for await (const batch of readEvents(events, aModelCall(), exchange, clock)) parts.push(...batch);
  return parts;
}

async function* inChunks(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array, void, undefined> {
  yield* chunks;
}
