import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { seededRandom } from '@naru/kernel';
import { FakeClock, recordingLogger } from '@naru/kernel/testing';
import { MemoryEventQueue } from '../memory/memory-event-queue.ts';
import { MemoryEventStore } from '../memory/memory-event-store.ts';
import { MemorySpillFile } from '../memory/memory-spill-file.ts';
import { LinkBreaker } from '../pipeline/link-breaker.ts';
import { EventWriter, type Persisted } from '../sink/event-writer.ts';
import { SinkUnavailableError } from '../errors.ts';
import { anEncodedEvent, someEvents } from '../testing/an-event.ts';
import { EventConsumer } from './event-consumer.ts';

const signal = new AbortController().signal;

function setUp() {
  const clock = new FakeClock();
  const queue = new MemoryEventQueue({ clock });
  const store = new MemoryEventStore();
  const watermarks = new MemoryEventStore();
  const [spill, deadLetters] = [new MemorySpillFile(), new MemorySpillFile()];
  const logger = recordingLogger();
  const heard: Persisted[] = [];
  const sizes: number[] = [];
  const state = { isAway: false };
  const writer = new EventWriter({
    sink: {
      label: 'store',
      close: async () => {},
      async write(events, within) {
        if (state.isAway) throw new SinkUnavailableError('away');
        sizes.push(events.length);
        return store.write(events, within);
      },
    },
    spill,
    deadLetters,
    link: new LinkBreaker(() => clock.monotonicMs()),
    clock,
    random: seededRandom(1),
    logger,
  });
  const consumer = new EventConsumer({
    queue,
    writer,
    consumer: 'one',
    watermarks,
    clock,
    logger,
    onPersisted: persisted => {
      heard.push(persisted);
      throw new Error('a listener that throws');
    },
  });
  const lines = (): string[] =>
    logger.entries.map(({ message }) => message).filter(text => text.startsWith('Processed'));
  return { clock, queue, store, watermarks, spill, deadLetters, consumer, heard, sizes, state, lines };
}

describe('EventConsumer (E-MQ-2)', () => {
  it('writes a batch of a hundred at once, and a smaller one after a second', async () => {
    const { clock, queue, consumer, sizes, lines } = setUp();
    consumer.start();
    await queue.publish(someEvents(130), signal);
    await clock.advance(0);
    assert.deepEqual(sizes, [100]);
    await clock.advance(999);
    assert.deepEqual(sizes, [100]);
    await clock.advance(1);
    assert.deepEqual(sizes, [100, 30]);
    assert.deepEqual(lines(), [
      'Processed batch: 100 events (100 success, 0 failures) in 0ms',
      'Processed batch: 30 events (30 success, 0 failures) in 0ms',
    ]);
    await consumer.stop();
    assert.equal(clock.pending, 0);
  });

  it('acknowledges what the synced spill has, and nothing that nobody has', async () => {
    const { clock, queue, consumer, spill, state } = setUp();
    state.isAway = true;
    spill.break('ENOSPC');
    consumer.start();
    await queue.publish(someEvents(3), signal);
    await clock.advance(5_000);
    assert.equal((await queue.depth()).waiting + (await queue.depth()).unacknowledged, 3);
    spill.break(undefined);
    await clock.advance(5_000);
    assert.deepEqual(await queue.depth(), { waiting: 0, unacknowledged: 0 });
    assert.equal((await spill.oldest())?.texts.length, 3);
    await consumer.stop();
  });

  it('tells the producer through the store what has arrived there, spilled events not among it', async () => {
    const { clock, queue, consumer, watermarks, state } = setUp();
    consumer.start();
    await queue.publish(
      [1, 2, 3].map(sequence => anEncodedEvent({ sequence, vitalSequence: sequence })),
      signal,
    );
    await clock.advance(1_000);
    assert.deepEqual(await watermarks.read('00000001'), [{ first: 1, last: 3 }]);
    state.isAway = true;
    await queue.publish([anEncodedEvent({ sequence: 4, vitalSequence: 4 })], signal);
    await clock.advance(10_000);
    assert.deepEqual(await watermarks.read('00000001'), [{ first: 1, last: 3 }]);
    await consumer.stop();
  });

  it('buries what cannot be read and what was delivered too often, and counts them as failures', async () => {
    const { clock, queue, consumer, deadLetters, lines, heard } = setUp();
    const doomed = anEncodedEvent({ sequence: 2 });
    await queue.publish([doomed], signal);
    const other = await queue.subscribe({ consumer: 'other' });
    for (let times = 0; times < 5; times += 1) {
      await other.release(await other.receive({ max: 1, waitMs: 0, signal }));
    }
    await queue.publish([anEncodedEvent(), { ...anEncodedEvent(), text: 'no event' }], signal);
    consumer.start();
    await clock.advance(1_000);
    assert.deepEqual((await deadLetters.oldest())?.texts, [doomed.text, 'no event']);
    assert.deepEqual(lines(), ['Processed batch: 3 events (1 success, 2 failures) in 0ms']);
    assert.equal(heard[0]?.stored.length, 1);
    await consumer.stop();
  });

  it('takes what is left without waiting when it drains, and ends', async () => {
    const { clock, queue, consumer, sizes } = setUp();
    consumer.start();
    await clock.advance(10);
    await queue.publish(someEvents(250), signal);
    await consumer.drain();
    assert.equal(
      sizes.reduce((sum, size) => sum + size, 0),
      250,
    );
    assert.equal(clock.pending, 0);
  });

  it('leaves what it had when it is stopped, for whoever comes next', async () => {
    const { clock, queue, consumer, state, spill } = setUp();
    state.isAway = true;
    spill.break('ENOSPC');
    consumer.start();
    await queue.publish(someEvents(2), signal);
    await clock.advance(3_000);
    await consumer.stop();
    assert.deepEqual(await queue.depth(), { waiting: 2, unacknowledged: 0 });
  });
});
