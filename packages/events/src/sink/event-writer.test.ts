import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { seededRandom } from '@naru/kernel';
import { FakeClock, recordingLogger } from '@naru/kernel/testing';
import { SinkUnavailableError, SpillWriteError } from '../errors.ts';
import type { EncodedEvent } from '../event/encoded-event.ts';
import { MemoryEventStore } from '../memory/memory-event-store.ts';
import { MemorySpillFile } from '../memory/memory-spill-file.ts';
import { LinkBreaker } from '../pipeline/link-breaker.ts';
import { STORED } from '../ports/event-sink.ts';
import { someEvents } from '../testing/an-event.ts';
import { EventWriter } from './event-writer.ts';

type Fault = (events: readonly EncodedEvent[]) => Promise<void> | void;

function setUp(fault: Fault = () => {}) {
  const clock = new FakeClock();
  const store = new MemoryEventStore();
  const [spill, deadLetters] = [new MemorySpillFile(), new MemorySpillFile()];
  const link = new LinkBreaker(() => clock.monotonicMs());
  const tries: number[] = [];
  const writer = new EventWriter({
    sink: {
      label: 'faulty',
      close: async () => {},
      async write(events, signal) {
        tries.push(events.length);
        await fault(events);
        return store.write(events, signal);
      },
    },
    spill,
    deadLetters,
    link,
    clock,
    random: seededRandom(1),
    logger: recordingLogger(),
  });
  const stored = async (): Promise<number[]> =>
    (await store.find({ order: 'oldest-first', limit: 1_000 })).map(({ sequence }) => sequence);
  async function persist(events: readonly EncodedEvent[]) {
    const persisting = writer.persist(events);
    persisting.catch(() => {});
    await clock.advance(60_000);
    return persisting;
  }
  return { clock, store, spill, deadLetters, link, tries, writer, stored, persist };
}

const away = (): never => {
  throw new SinkUnavailableError('away');
};

describe('EventWriter (E-MQ-2)', () => {
  it('tries again after a failure, and then stores', async () => {
    let failures = 1;
    const { persist, tries } = setUp(() => (failures-- > 0 ? away() : undefined));
    const { stored, spilled } = await persist(someEvents(5));
    assert.deepEqual([stored.length, spilled.length, tries], [5, 0, [5, 5]]);
  });

  it('spills a batch that the store does not take', async () => {
    const { persist, spill, tries } = setUp(away);
    const events = someEvents(3);
    assert.equal((await persist(events)).spilled.length, 3);
    assert.deepEqual(
      (await spill.oldest())?.texts,
      events.map(({ text }) => text),
    );
    assert.equal(tries.length, 2, 'two failures open the link');
  });

  it('asks a store that is away no more until ten seconds have passed', async () => {
    const { clock, writer, tries, link } = setUp(away);
    [1, 2].forEach(() => link.failed());
    assert.equal((await writer.persist(someEvents(3))).spilled.length, 3);
    assert.deepEqual([tries.length, clock.pending], [0, 0]);
  });

  it('does not wait for a store that never answers', async () => {
    const { persist } = setUp(() => new Promise<never>(() => {}));
    assert.equal((await persist(someEvents(2))).spilled.length, 2);
  });

  it('leaves the events to the caller when the spill is broken, too', async () => {
    const { spill, persist } = setUp(away);
    spill.break('ENOSPC');
    await assert.rejects(persist(someEvents(2)), SpillWriteError);
  });

  it('finds the one event that spoils its batch, buries it, and stores its neighbours', async () => {
    const bad = someEvents(100)[41]!;
    const { persist, stored, deadLetters, link } = setUp(events => {
      if (events.some(({ eventId }) => eventId === bad.eventId)) throw new TypeError('this document cannot be written');
    });
    const outcome = await persist(someEvents(100));
    assert.deepEqual([outcome.stored.length, outcome.dead.map(({ eventId }) => eventId)], [99, [bad.eventId]]);
    assert.equal((await stored()).length, 99);
    assert.deepEqual((await deadLetters.oldest())?.texts, [bad.text]);
    assert.equal(link.state.name, 'closed', 'a bad event says nothing about the store');
  });

  it('holds a store that fails every single event for broken, and buries none of them', async () => {
    const { persist, deadLetters } = setUp(() => {
      throw new TypeError('always');
    });
    const outcome = await persist(someEvents(4));
    assert.deepEqual([outcome.spilled.length, outcome.dead.length], [4, 0]);
    assert.equal(await deadLetters.oldest(), undefined);
  });

  it('buries what the store refuses, and what it forgets to answer for', async () => {
    const { writer, deadLetters } = setUp();
    const broken = { ...someEvents(1)[0]!, text: '{}' };
    const { dead, stored } = await writer.persist([broken, someEvents(2)[1]!]);
    assert.deepEqual([dead.length, stored.length], [1, 1]);
    assert.deepEqual((await deadLetters.oldest())?.texts, ['{}']);

    const mute = setUp();
    mute.store.write = async events => events.slice(1).map(() => STORED);
    assert.equal((await mute.writer.persist(someEvents(2))).dead.length, 1);
  });
});
