import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { readEncoded } from '../event/encoded-event.ts';
import type { Delivery, EventQueue, EventSubscription } from '../ports/event-queue.ts';
import { anEncodedEvent, someEvents } from './an-event.ts';

export interface QueueUnderTest {
  readonly queue: EventQueue;
  /** Lets everything that is unacknowledged now grow as old as `CLAIM_IDLE_MS`. */
  idle(): Promise<void> | void;
  /** Lets time pass for a `receive` that waits; for a queue on real time, nothing. */
  advance?(ms: number): Promise<void>;
}

export interface QueueGaps {
  /** Why what a living consumer leaves lying does not go to others; as for a queue of partitions. */
  readonly keepsForTheLiving?: string;
  /** Why deliveries are not counted. */
  readonly doesNotCount?: string;
  /** Why `depth` is only about right. */
  readonly depthIsRough?: string;
}

const WAIT_MS = 2_000;

/** What every `EventQueue` must do. Each implementation's test calls this once; gaps carry their reason. */
export function describeEventQueue(
  name: string,
  setUp: (t: TestContext) => QueueUnderTest | Promise<QueueUnderTest>,
  gaps: QueueGaps = {},
): void {
  const signal = new AbortController().signal;

  async function receive(subscription: EventSubscription, count: number): Promise<Delivery[]> {
    const received: Delivery[] = [];
    for (let tries = 0; received.length < count && tries < 20; tries += 1) {
      received.push(...(await subscription.receive({ max: count - received.length, waitMs: WAIT_MS, signal })));
    }
    return received;
  }

  async function nothingMore({ advance }: QueueUnderTest, subscription: EventSubscription): Promise<boolean> {
    // A wait is seldom a whole number of milliseconds: it is what is left of a batch's second.
    const waiting = subscription.receive({ max: 10, waitMs: 49.5, signal });
    await advance?.(50);
    return (await waiting).length === 0;
  }

  const idsOf = (deliveries: readonly Delivery[]): string[] =>
    deliveries.map(({ text }) => readEncoded(text)?.eventId ?? 'unreadable').sort();

  describe(`${name} (EventQueue contract)`, () => {
    it('delivers what was published, text for text', async t => {
      const { queue } = await setUp(t);
      const event = anEncodedEvent({ requestId: '요청 "1"\n🚚' });
      await queue.publish([event], signal);
      const [delivery] = await receive(await queue.subscribe({ consumer: 'one' }), 1);
      assert.equal(delivery?.text, event.text);
    });

    it('gives no more than asked for, and the rest next time', async t => {
      const world = await setUp(t);
      const events = someEvents(25);
      await world.queue.publish(events, signal);
      const one = await world.queue.subscribe({ consumer: 'one' });
      const first = await one.receive({ max: 10, waitMs: WAIT_MS, signal });
      assert.ok(first.length >= 1 && first.length <= 10);
      const rest = await receive(one, 25 - first.length);
      assert.deepEqual(idsOf([...first, ...rest]), events.map(({ eventId }) => eventId).sort());
      await one.ack([...first, ...rest]);
      assert.ok(await nothingMore(world, one));
    });

    it('gives each event to one of those who share the queue', async t => {
      const { queue } = await setUp(t);
      const [one, two] = [await queue.subscribe({ consumer: 'one' }), await queue.subscribe({ consumer: 'two' })];
      const events = someEvents(40);
      await queue.publish(events, signal);
      const seen: Delivery[] = [];
      // A queue of partitions shares them out first, which takes some heartbeats.
      for (let tries = 0; seen.length < 40 && tries < 400; tries += 1) {
        for (const subscription of [one, two]) {
          const some = await subscription.receive({ max: 5, waitMs: seen.length < 40 ? 20 : 0, signal });
          await subscription.ack(some);
          seen.push(...some);
        }
      }
      assert.deepEqual(idsOf(seen), events.map(({ eventId }) => eventId).sort());
    });

    it('waits for an event that comes later', async t => {
      const { queue } = await setUp(t);
      const one = await queue.subscribe({ consumer: 'one' });
      const waiting = receive(one, 1);
      await queue.publish([anEncodedEvent()], signal);
      assert.equal((await waiting).length, 1);
    });

    it('gives nothing after the wait when nothing comes', async t => {
      const world = await setUp(t);
      assert.ok(await nothingMore(world, await world.queue.subscribe({ consumer: 'one' })));
    });

    it('stops waiting when the signal aborts', async t => {
      const { queue } = await setUp(t);
      const one = await queue.subscribe({ consumer: 'one' });
      const stop = new AbortController();
      const waiting = one.receive({ max: 1, waitMs: 60_000, signal: stop.signal });
      stop.abort(new Error('enough'));
      await assert.rejects(waiting, /enough/);
    });

    it('does not publish for a signal that has aborted', async t => {
      const { queue } = await setUp(t);
      await assert.rejects(queue.publish([anEncodedEvent()], AbortSignal.abort(new Error('too late'))), /too late/);
    });

    it('does not deliver again what was acknowledged, also twice', async t => {
      const world = await setUp(t);
      await world.queue.publish(someEvents(3), signal);
      const one = await world.queue.subscribe({ consumer: 'one' });
      const deliveries = await receive(one, 3);
      await one.ack(deliveries);
      await one.ack(deliveries);
      await world.idle();
      assert.ok(await nothingMore(world, one));
      if (gaps.depthIsRough === undefined) {
        assert.deepEqual(await world.queue.depth(), { waiting: 0, unacknowledged: 0 });
      }
    });

    it('gives to others what a consumer that left had not acknowledged', async t => {
      const world = await setUp(t);
      const events = someEvents(3);
      await world.queue.publish(events, signal);
      const dead = await world.queue.subscribe({ consumer: 'dead' });
      const deliveries = await receive(dead, 3);
      await dead.ack(deliveries.slice(0, 1));
      const settled = readEncoded(deliveries[0]!.text)!.eventId;
      await dead.close();
      await world.idle();
      const again = await receive(await world.queue.subscribe({ consumer: 'alive' }), 2);
      assert.deepEqual(
        idsOf(again),
        events
          .map(({ eventId }) => eventId)
          .filter(id => id !== settled)
          .sort(),
      );
    });

    it('delivers again what was given back, and says how often it was', async t => {
      const { queue } = await setUp(t);
      await queue.publish([anEncodedEvent()], signal);
      const one = await queue.subscribe({ consumer: 'one' });
      const first = await receive(one, 1);
      await one.release(first);
      const [again] = await receive(one, 1);
      assert.equal(again?.text, first[0]?.text);
      if (gaps.doesNotCount === undefined) assert.deepEqual([first[0]?.times, again?.times], [1, 2]);
    });

    if (gaps.keepsForTheLiving === undefined) {
      it('gives to others what a consumer has left lying for a minute', async t => {
        const world = await setUp(t);
        const event = anEncodedEvent();
        await world.queue.publish([event], signal);
        await receive(await world.queue.subscribe({ consumer: 'stuck' }), 1);
        const other = await world.queue.subscribe({ consumer: 'other' });
        assert.ok(await nothingMore(world, other), 'not before');
        await world.idle();
        assert.deepEqual(idsOf(await receive(other, 1)), [event.eventId]);
      });
    }

    it('knows how many wait and how many are out', async t => {
      const { queue } = await setUp(t);
      await queue.publish(someEvents(5), signal);
      const one = await queue.subscribe({ consumer: 'one' });
      await receive(one, 2);
      const { waiting, unacknowledged } = await queue.depth();
      if (gaps.depthIsRough === undefined)
        assert.deepEqual({ waiting, unacknowledged }, { waiting: 3, unacknowledged: 2 });
      else assert.ok(waiting + unacknowledged >= 3);
    });

    it('carries a text that is no event, so that it can be dealt with behind it', async t => {
      const { queue } = await setUp(t);
      await queue.publish([{ ...anEncodedEvent(), text: 'not an event' }], signal);
      const [delivery] = await receive(await queue.subscribe({ consumer: 'one' }), 1);
      assert.equal(delivery?.text, 'not an event');
    });
  });
}
