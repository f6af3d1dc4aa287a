import assert from 'node:assert/strict';
import { it } from 'node:test';
import { FakeClock } from '@naru/kernel/testing';
import { LoggedStream } from '../stream-log/logged-stream.ts';
import { describeStreamLog } from '../testing/stream-log.contract.ts';
import { createMemoryStreamLog } from './memory-stream-log.ts';

describeStreamLog('memory', clock => createMemoryStreamLog({ clock }));
describeStreamLog('memory, merging all the time', clock => createMemoryStreamLog({ clock, maxBytesPerStream: 1 }));

it('forgets the stream that ended first when ended streams take too much', async () => {
  const log = createMemoryStreamLog({ clock: new FakeClock(), maxKeptBytes: 5_000 });
  for (const streamId of ['one', 'two', 'three']) {
    log.open(streamId);
    log.append(streamId, [
      { type: 'text-delta', id: 'text-1', delta: '가'.repeat(1_000) },
      { type: 'abort', reason: 'stopped' },
    ]);
  }
  assert.deepEqual([await log.has('one'), await log.has('two'), await log.has('three')], [false, true, true]);
});

it('never forgets a stream that still runs', async () => {
  const clock = new FakeClock();
  const log = createMemoryStreamLog({ clock, maxKeptBytes: 0 });
  log.open('running');
  log.append('running', [{ type: 'text-delta', id: 'text-1', delta: '가'.repeat(10_000) }]);
  await clock.advance(3_600_000);
  assert.equal(await log.has('running'), true);
});

it('keeps little more than the text of a stream beyond its limit', () => {
  const stream = new LoggedStream(2 * 1024 * 1024);
  for (let count = 0; count < 200_000; count += 1) stream.append([{ type: 'text-delta', id: 'text-1', delta: '가' }]);
  // Two bytes a character for the text, eight for where a delta ends; unmerged it would be 8.4 MB.
  assert.ok(stream.bytes < 4.5 * 1024 * 1024, `${stream.bytes} bytes`);
});
