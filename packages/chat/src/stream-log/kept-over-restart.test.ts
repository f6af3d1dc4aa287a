import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock } from '@naru/kernel/testing';
import { createMemoryStreamArchive } from '../memory/memory-stream-archive.ts';
import { createMemoryStreamLog } from '../memory/memory-stream-log.ts';
import type { StreamLog } from '../ports/stream-log.ts';
import { describeStreamArchive } from '../testing/stream-archive.contract.ts';
import { describeStreamLog } from '../testing/stream-log.contract.ts';
import type { TurnChunk } from '../turn/turn-chunk.ts';
import { keptOverRestart } from './kept-over-restart.ts';

const END: TurnChunk = { type: 'abort', reason: 'stopped' };
const delta = (text: string): TurnChunk => ({ type: 'text-delta', id: 'text-1', delta: text });

describeStreamArchive('memory', () => createMemoryStreamArchive());
describeStreamLog('kept over a restart', clock =>
  keptOverRestart(createMemoryStreamLog({ clock }), createMemoryStreamArchive(), clock),
);

async function readFrom(log: StreamLog, afterSeq: number) {
  const batches = await log.read('stream-1', afterSeq, new AbortController().signal);
  return batches && (await Array.fromAsync(batches)).flat();
}

describe('a log that is kept over a restart', () => {
  function setUp() {
    const clock = new FakeClock();
    const archive = createMemoryStreamArchive();
    const aProcess = () => keptOverRestart(createMemoryStreamLog({ clock, maxBytesPerStream: 1 }), archive, clock);
    return { clock, before: aProcess(), after: aProcess() };
  }

  it('lets the next process give what comes after any chunk, also within merged text', async () => {
    const { before, after } = setUp();
    before.open('stream-1');
    for (const text of '이틀쯤 걸립니다') before.append('stream-1', [delta(text)]);
    before.append('stream-1', [END]);
    await before.handOver();
    const whole = await readFrom(after, 0);
    assert.equal(whole?.length, 9);
    for (const { seq } of whole) assert.deepEqual(await readFrom(after, seq), whole.slice(seq));
  });

  it('hands over many, each for the rest of its ten minutes', async () => {
    const { clock, before, after } = setUp();
    for (let index = 0; index < 120; index += 1) {
      before.open(`stream-${index}`);
      before.append(`stream-${index}`, [END]);
    }
    await clock.advance(60_000);
    await before.handOver();
    assert.ok((await after.has('stream-0')) && (await after.has('stream-119')));
    await clock.advance(540_000);
    assert.equal(await after.has('stream-0'), false);
  });

  it('hands over no stream that still runs: nobody would end it', async () => {
    const { before, after } = setUp();
    before.open('stream-1');
    before.append('stream-1', [delta('가')]);
    await before.handOver();
    assert.equal(await after.has('stream-1'), false);
  });
});
