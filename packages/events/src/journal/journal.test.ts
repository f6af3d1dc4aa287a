import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock, recordingLogger, settle } from '@naru/kernel/testing';
import { MemoryJournalFolder } from '../memory/memory-journal-folder.ts';
import { Journal, JOURNAL_DEFAULTS, type JournalSettings } from './journal.ts';
import { readSegment } from './segment-format.ts';

function setUp(settings: Partial<JournalSettings> = {}) {
  const clock = new FakeClock();
  const folder = new MemoryJournalFolder();
  const logger = recordingLogger();
  const journal = new Journal({
    folder,
    clock,
    logger,
    producer: '0000000A',
    settings: { ...JOURNAL_DEFAULTS, ...settings },
  });
  const append = (from: number, to: number): boolean[] =>
    Array.from({ length: to - from + 1 }, (_, index) => journal.append(from + index, `event ${from + index}`));
  const kept = async (): Promise<number[]> => {
    const segments = await Promise.all((await folder.list()).map(({ name }) => folder.read(name)));
    return segments.flatMap(bytes => readSegment(bytes).records.map(({ sequence }) => sequence));
  };
  return { clock, folder, logger, journal, append, kept };
}

const range = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

describe('Journal (E-FBK-2)', () => {
  it('has an event before the caller goes on', async () => {
    const { append, kept } = setUp();
    append(1, 3);
    assert.deepEqual(await kept(), [1, 2, 3]);
  });

  it('loses to a power cut at most the last 20 ms', async () => {
    const { clock, folder, append, kept } = setUp();
    append(1, 5);
    await clock.advance(20);
    append(6, 9);
    folder.cutPower();
    assert.deepEqual(await kept(), [1, 2, 3, 4, 5]);
  });

  it('loses to a power cut at most 64 events', async () => {
    const { folder, append, kept } = setUp();
    append(1, 64);
    await settle();
    append(65, 100);
    folder.cutPower();
    assert.deepEqual(await kept(), range(1, 64));
  });

  it('reads back whatever a power cut leaves of the last group, byte by byte', async () => {
    for (let bytes = 0; bytes <= 90; bytes += 1) {
      const { clock, folder, append, kept } = setUp();
      append(1, 2);
      await clock.advance(20);
      append(3, 5);
      folder.cutPower(() => bytes);
      const found = await kept();
      assert.deepEqual(found, range(1, found.length));
      assert.ok(found.length >= 2);
    }
  });

  it('forgets a segment once the store has all of it, and not before', async () => {
    const { folder, journal, append } = setUp({ segmentBytes: 100 });
    append(1, 12);
    const [before] = [(await folder.list()).length];
    journal.settle(range(2, 12));
    await settle();
    assert.equal(
      (await folder.list()).some(({ name }) => name.endsWith('00000001.seg')),
      true,
      'the first lacks one',
    );
    journal.settle([1]);
    await settle();
    assert.ok((await folder.list()).length < before);
    assert.equal(journal.standing.watermark, 12);
  });

  it('takes no more than its limit, goes on without, and again with it when there is room', async () => {
    const { journal, append, kept } = setUp({ segmentBytes: 100, maxBytes: 300 });
    const taken = append(1, 20);
    assert.ok(taken.includes(false));
    assert.ok(journal.standing.bytes <= 300);
    assert.equal(journal.standing.failures, taken.filter(yes => !yes).length);
    journal.settle(await kept());
    await settle();
    assert.equal(journal.append(21, 'event 21'), true);
  });

  it('rests after a failure of the disk, begins a new segment then, and can still read the old one', async () => {
    const { clock, folder, logger, journal, append, kept } = setUp();
    append(1, 2);
    folder.break('ENOSPC');
    assert.deepEqual(append(3, 4), [false, false]);
    assert.equal(logger.entries.filter(({ level }) => level === 'error').length >= 1, true);
    folder.break(undefined);
    assert.deepEqual(append(5, 5), [false], 'it rests');
    await clock.advance(1_000);
    assert.deepEqual(append(6, 7), [true, true]);
    assert.deepEqual(await kept(), [1, 2, 6, 7]);
    assert.equal(journal.standing.segments, 2);
    journal.settle([1, 2]);
    await settle();
    assert.equal(journal.standing.segments, 1, 'what never was in the journal keeps no segment');
  });

  it('gives back for another offer what has not arrived after half a minute', async () => {
    const { clock, journal, append } = setUp({ segmentBytes: 100 });
    append(1, 10);
    journal.settle([1, 2, 4, 5, 6, 7, 8, 9]);
    assert.deepEqual(await journal.overdue(30_000, 100), []);
    await clock.advance(31_000);
    append(11, 11);
    await clock.advance(1_000);
    append(12, 12);
    const overdue = await journal.overdue(30_000, 100);
    assert.ok(overdue.some(({ sequence }) => sequence === 3));
    assert.ok(overdue.every(({ sequence }) => sequence <= 10));
    assert.equal((await journal.overdue(30_000, 1)).length, 1);
  });

  it('leaves nothing behind at the end when everything has arrived, and everything else when not', async () => {
    const { folder, journal, append, kept } = setUp();
    append(1, 3);
    journal.settle([1, 2, 3]);
    await journal.close();
    assert.deepEqual(await folder.list(), []);

    const other = setUp();
    other.append(1, 3);
    other.journal.settle([1]);
    await other.journal.close();
    other.folder.cutPower();
    assert.deepEqual(await other.kept(), [1, 2, 3]);
    assert.deepEqual(await kept(), []);
    assert.equal(other.clock.pending, 0);
  });
});
