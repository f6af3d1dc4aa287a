import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { WideEvent } from '../event/wide-event.ts';
import type { EventArchive } from '../ports/event-archive.ts';
import type { EventSink } from '../ports/event-sink.ts';
import { AN_INSTANT_MS, anEncodedEvent, someEvents } from './an-event.ts';

/** What every `EventArchive` must do. Each implementation's test calls this once. */
export function describeEventArchive(
  name: string,
  setUp: (t: TestContext) => (EventArchive & EventSink) | Promise<EventArchive & EventSink>,
): void {
  const signal = new AbortController().signal;
  const sequences = (events: readonly WideEvent[]): number[] => events.map(({ sequence }) => sequence);

  describe(`${name} (EventArchive contract)`, () => {
    it('gives pages in either order, going on after the last one', async t => {
      const archive = await setUp(t);
      await archive.write(someEvents(5).toReversed(), signal);
      const newest = await archive.find({ order: 'newest-first', limit: 2 });
      assert.deepEqual(sequences(newest), [5, 4]);
      const next = await archive.find({ order: 'newest-first', limit: 2, after: newest[1]!.eventId });
      assert.deepEqual(sequences(next), [3, 2]);
      const oldest = await archive.find({ order: 'oldest-first', limit: 3 });
      assert.deepEqual(sequences(oldest), [1, 2, 3]);
      const rest = await archive.find({ order: 'oldest-first', limit: 3, after: oldest[2]!.eventId });
      assert.deepEqual(sequences(rest), [4, 5]);
    });

    it('looks within a span of time: its start belongs to it, its end does not', async t => {
      const archive = await setUp(t);
      await archive.write(someEvents(5), signal);
      const span = { fromMs: AN_INSTANT_MS + 2, untilMs: AN_INSTANT_MS + 4 };
      assert.deepEqual(sequences(await archive.find({ ...span, order: 'oldest-first', limit: 10 })), [2, 3]);
    });

    it('finds by each condition, and by all of them together', async t => {
      const archive = await setUp(t);
      const wanted = {
        kind: 'chat-turn',
        outcome: 'failed',
        route: 'chat/support',
        requestId: 'r-wanted',
        traceId: 't-wanted',
        sessionId: 's-wanted',
        tenant: 'shop',
        provider: 'primary',
      } as const;
      await archive.write(
        [
          anEncodedEvent({ ...wanted, sequence: 1, error: { code: 'NARU_WANTED', class: 'server' } }),
          anEncodedEvent({ sequence: 2, error: { code: 'NARU_OTHER', class: 'server' } }),
          anEncodedEvent({ sequence: 3 }),
        ],
        signal,
      );
      const conditions = { ...wanted, errorCode: 'NARU_WANTED' };
      for (const [field, value] of Object.entries(conditions)) {
        const found = await archive.find({ [field]: value, order: 'oldest-first', limit: 10 });
        assert.deepEqual(sequences(found), [1], field);
      }
      assert.deepEqual(sequences(await archive.find({ ...conditions, order: 'oldest-first', limit: 10 })), [1]);
      const none = await archive.find({ ...conditions, tenant: 'other', order: 'oldest-first', limit: 10 });
      assert.deepEqual(none, []);
      const byError = async (hasError: boolean): Promise<number[]> =>
        sequences(await archive.find({ hasError, order: 'oldest-first', limit: 10 }));
      assert.deepEqual([await byError(true), await byError(false)], [[1, 2], [3]]);
    });

    it('does not take what it is asked for as part of its own language', async t => {
      const archive = await setUp(t);
      await archive.write(someEvents(1), signal);
      for (const route of ["' OR '1'='1", '%', '$ne', '{"$gt":""}', '']) {
        assert.deepEqual(await archive.find({ route, order: 'oldest-first', limit: 10 }), []);
      }
    });

    it('counts by a field, weighing each event by what it stands for', async t => {
      const archive = await setUp(t);
      const share = { kept: true, rule: 'share', rate: 0.05 } as const;
      await archive.write(
        [
          anEncodedEvent({ sequence: 1, provider: 'primary', sample: share }),
          anEncodedEvent({ sequence: 2, provider: 'backup' }),
          anEncodedEvent({ sequence: 3, provider: 'backup' }),
          anEncodedEvent({ sequence: 4, error: { code: 'NARU_X', class: 'server' } }),
        ],
        signal,
      );
      const byProvider = await archive.count({ by: 'provider', limit: 10 });
      assert.deepEqual(
        byProvider.map(({ value, events, weighted }) => [value, events, Math.round(weighted)]),
        [
          ['primary', 1, 20],
          ['backup', 2, 2],
          [null, 1, 1],
        ],
      );
      const [most, ...others] = await archive.count({ by: 'provider', limit: 1 });
      assert.deepEqual([most?.value, others.length], ['primary', 0]);
      const byError = await archive.count({ by: 'errorCode', hasError: true, limit: 10 });
      assert.deepEqual(
        byError.map(({ value, events }) => [value, events]),
        [['NARU_X', 1]],
      );
      const byRule = await archive.count({ by: 'sampleRule', provider: 'primary', limit: 10 });
      assert.deepEqual(
        byRule.map(({ value }) => value),
        ['share'],
      );
    });

    it('forgets what is older than an instant, no more at once than asked for', async t => {
      const archive = await setUp(t);
      await archive.write(someEvents(5), signal);
      assert.equal(await archive.deleteBefore(AN_INSTANT_MS + 4, 2), 2);
      assert.equal(await archive.deleteBefore(AN_INSTANT_MS + 4, 10), 1);
      assert.equal(await archive.deleteBefore(AN_INSTANT_MS + 4, 10), 0);
      assert.deepEqual(sequences(await archive.find({ order: 'oldest-first', limit: 10 })), [4, 5]);
    });
  });
}
