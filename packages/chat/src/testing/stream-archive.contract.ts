import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { ArchivedStream, StreamArchive } from '../ports/stream-archive.ts';
import { HOSTILE_TEXTS } from './hostile-texts.ts';

function aStream(streamId: string, overrides: Partial<ArchivedStream> = {}): ArchivedStream {
  return {
    streamId,
    untilMs: 600_000,
    chunks: [
      { seq: 1, chunk: { type: 'text-start', id: 'text-1' } },
      { seq: 2, chunk: { type: 'text-delta', id: 'text-1', delta: '이틀 "쯤"\n🙂\u0000\ud83d' } },
      { seq: 3, chunk: { type: 'abort', reason: 'stopped' } },
    ],
    ...overrides,
  };
}

/** What every `StreamArchive` must do. Each implementation's test calls this once. */
export function describeStreamArchive(
  name: string,
  open: (t: TestContext) => StreamArchive | Promise<StreamArchive>,
): void {
  describe(`${name} (StreamArchive contract)`, () => {
    it('gives a stream back whole, and nothing for another id', async t => {
      const archive = await open(t);
      await archive.keep([aStream('one')], 0);
      assert.deepEqual(await archive.find('one', 0), aStream('one').chunks);
      assert.equal(await archive.find('two', 0), undefined);
    });

    it('keeps a stream for its time, and no longer', async t => {
      const archive = await open(t);
      await archive.keep([aStream('one')], 0);
      assert.ok(await archive.find('one', 599_999));
      assert.equal(await archive.find('one', 600_000), undefined);
    });

    it('leaves what is there as it is', async t => {
      const archive = await open(t);
      await archive.keep([aStream('one')], 0);
      await archive.keep([aStream('one', { chunks: [] }), aStream('two')], 0);
      assert.equal((await archive.find('one', 0))?.length, 3);
      assert.ok(await archive.find('two', 0));
    });

    it('takes a stream anew once the old one is over', async t => {
      const archive = await open(t);
      await archive.keep([aStream('one')], 0);
      await archive.keep([aStream('one', { untilMs: 1_200_000, chunks: [] })], 600_000);
      assert.deepEqual(await archive.find('one', 600_000), []);
    });

    it('keeps hundreds at once', async t => {
      const archive = await open(t);
      await archive.keep(
        Array.from({ length: 500 }, (_, index) => aStream(`stream-${index}`)),
        0,
      );
      assert.ok(await archive.find('stream-0', 0));
      assert.ok(await archive.find('stream-499', 0));
    });

    it('keeps hostile ids apart', async t => {
      const archive = await open(t);
      const streams = HOSTILE_TEXTS.map((text, index) =>
        aStream(text, { chunks: [{ seq: index + 1, chunk: { type: 'start-step' } }] }),
      );
      await archive.keep(streams, 0);
      for (const [index, text] of HOSTILE_TEXTS.entries())
        assert.equal((await archive.find(text, 0))?.[0]?.seq, index + 1);
    });
  });
}
