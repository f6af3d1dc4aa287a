import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock, settle } from '@naru/kernel/testing';
import fc from 'fast-check';
import type { LoggedChunk, StreamLog } from '../ports/stream-log.ts';
import { isTerminal, type TurnChunk } from '../turn/turn-chunk.ts';

const KEPT_MS = 600_000;
const START: TurnChunk = { type: 'start-step' };
const END: TurnChunk = { type: 'abort', reason: 'stopped' };
const delta = (text: string, id = 'text-1'): TurnChunk => ({ type: 'text-delta', id, delta: text });

/** What every `StreamLog` must do. Each implementation's test calls this once. */
export function describeStreamLog(name: string, open: (clock: FakeClock) => StreamLog | Promise<StreamLog>): void {
  async function setUp() {
    const clock = new FakeClock();
    const log = await open(clock);
    log.open('stream-1');
    return { clock, log };
  }

  async function readFrom(log: StreamLog, afterSeq = 0, streamId = 'stream-1'): Promise<readonly LoggedChunk[]> {
    const batches = await log.read(streamId, afterSeq, new AbortController().signal);
    assert.ok(batches, 'the stream is there');
    return (await Array.fromAsync(batches)).flat();
  }

  describe(`${name} (StreamLog contract)`, () => {
    it('gives what was logged, numbered from 1 without holes', async () => {
      const { log } = await setUp();
      log.append('stream-1', [START, delta('가'), delta('나', 'text-2')]);
      log.append('stream-1', [END]);
      assert.deepEqual(
        (await readFrom(log)).map(({ seq }) => seq),
        [1, 2, 3, 4],
      );
    });

    it('ends with the terminal chunk and takes nothing after it', async () => {
      const { log } = await setUp();
      log.append('stream-1', [END, delta('나중')]);
      log.append('stream-1', [delta('더 나중')]);
      assert.deepEqual(await readFrom(log), [{ seq: 1, chunk: END }]);
    });

    it('gives a reader what comes while it waits', async () => {
      const { log } = await setUp();
      const reading = readFrom(log);
      await settle();
      log.append('stream-1', [delta('가')]);
      await settle();
      log.append('stream-1', [delta('나')]);
      await settle();
      log.append('stream-1', [END]);
      const chunks = await reading;
      assert.equal(textIn(chunks), '가나');
      assertWithoutHoles(chunks, 0);
    });

    it('gives many readers the same', async () => {
      const { log } = await setUp();
      const readers = Array.from({ length: 20 }, () => readFrom(log));
      log.append('stream-1', [START, delta('가'), delta('나')]);
      await settle();
      log.append('stream-1', [delta('다'), END]);
      for (const chunks of await Promise.all(readers)) {
        assert.equal(textIn(chunks), '가나다');
        assertWithoutHoles(chunks, 0);
      }
    });

    it('is not held up by a reader that does not read on', async () => {
      const { log } = await setUp();
      log.append('stream-1', [delta('가')]);
      const batches = await log.read('stream-1', 0, new AbortController().signal);
      const slow = batches![Symbol.asyncIterator]();
      await slow.next();
      for (let count = 0; count < 1_000; count += 1) log.append('stream-1', [delta('나')]);
      log.append('stream-1', [END]);
      assert.equal(textIn(await readFrom(log)), `가${'나'.repeat(1_000)}`);
      const rest: LoggedChunk[] = [];
      for (let next = await slow.next(); !next.done; next = await slow.next()) rest.push(...next.value);
      assert.equal(textIn(rest), '나'.repeat(1_000));
      assertWithoutHoles(rest, 1);
    });

    it('lets a reader go whose signal aborts, without an error', async () => {
      const { log } = await setUp();
      log.append('stream-1', [START]);
      const leaving = new AbortController();
      const batches = await log.read('stream-1', 0, leaving.signal);
      const reading = Array.fromAsync(batches!);
      await settle();
      leaving.abort();
      assert.deepEqual((await reading).flat(), [{ seq: 1, chunk: START }]);
    });

    it('knows nothing of a stream that was never opened, and takes nothing for it', async () => {
      const { log } = await setUp();
      log.append('stream-2', [START, END]);
      assert.equal(await log.has('stream-2'), false);
      assert.equal(await log.read('stream-2', 0, new AbortController().signal), undefined);
    });

    it('keeps an opened stream as it is when it is opened again', async () => {
      const { log } = await setUp();
      log.append('stream-1', [START]);
      log.open('stream-1');
      log.append('stream-1', [END]);
      assert.equal((await readFrom(log)).length, 2);
    });

    it('keeps a stream for ten minutes after its end, and no longer', async () => {
      const { clock, log } = await setUp();
      await clock.advance(KEPT_MS * 2);
      log.append('stream-1', [START, END]);
      await clock.advance(KEPT_MS - 1);
      assert.equal(await log.has('stream-1'), true);
      await clock.advance(1);
      assert.equal(await log.has('stream-1'), false);
      assert.equal(await log.read('stream-1', 0, new AbortController().signal), undefined);
    });

    it('leaves no timer behind', async () => {
      const { clock, log } = await setUp();
      log.append('stream-1', [START, END]);
      await readFrom(log);
      assert.equal(clock.pending, 0);
    });

    it('gives any reader, from any point, what comes after it: once, in order, whole', async () => {
      const chunk = fc.oneof(
        { weight: 4, arbitrary: fc.tuple(fc.string({ unit: 'grapheme', maxLength: 5 }), fc.constantFrom('a', 'b')) },
        { weight: 1, arbitrary: fc.constant(undefined) },
      );
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(chunk, { maxLength: 6 }), { maxLength: 8 }),
          fc.nat(),
          async (plan, point) => {
            const { log } = await setUp();
            const all = [...plan.flat().map(part => (part ? delta(...part) : START)), END];
            const afterSeq = point % (all.length + 1);
            const early = readFrom(log, afterSeq);
            for (const batch of plan) {
              log.append(
                'stream-1',
                batch.map(part => (part ? delta(...part) : START)),
              );
              await settle();
            }
            log.append('stream-1', [END]);
            const expected = whole(
              all.slice(afterSeq).map((one, index) => ({ seq: afterSeq + index + 1, chunk: one })),
            );
            for (const read of [await early, await readFrom(log, afterSeq)]) {
              assertWithoutHoles(read, afterSeq);
              assert.deepEqual(whole(read), expected);
            }
          },
        ),
        { numRuns: 60 },
      );
    });
  });
}

function textIn(chunks: readonly LoggedChunk[]): string {
  return chunks.map(({ chunk }) => (chunk.type === 'text-delta' ? chunk.delta : '')).join('');
}

/** With neighbouring deltas joined, so that merged and unmerged readings compare. */
function whole(chunks: readonly LoggedChunk[]): readonly TurnChunk[] {
  const joined: TurnChunk[] = [];
  for (const { chunk } of chunks) {
    const last = joined.at(-1);
    if (chunk.type === 'text-delta' && last?.type === 'text-delta' && last.id === chunk.id) {
      joined[joined.length - 1] = { ...last, delta: last.delta + chunk.delta };
    } else joined.push(chunk);
  }
  return joined;
}

function assertWithoutHoles(chunks: readonly LoggedChunk[], afterSeq: number): void {
  let last = afterSeq;
  for (const { seq, from = seq, chunk } of chunks) {
    assert.equal(from, last + 1, `after ${last} came ${from}`);
    assert.ok(seq >= from && (seq === from || chunk.type === 'text-delta'), 'only text deltas are merged');
    last = seq;
  }
  const terminals = chunks.filter(({ chunk }) => isTerminal(chunk)).length;
  assert.ok(terminals <= 1, 'a stream ends once');
}
