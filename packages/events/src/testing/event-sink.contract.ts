import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { SinkUnavailableError } from '../errors.ts';
import type { EventSink } from '../ports/event-sink.ts';
import { anEncodedEvent, someEvents } from './an-event.ts';

export interface SinkUnderTest {
  readonly sink: EventSink;
  /** Everything stored, text for text or as an equal value, in any order. */
  stored(): Promise<readonly unknown[]>;
}

/** What every `EventSink` must do. Each implementation's test calls this once. */
export function describeEventSink(
  name: string,
  setUp: (t: TestContext) => SinkUnderTest | Promise<SinkUnderTest>,
): void {
  const signal = new AbortController().signal;
  const idOf = (event: unknown): string => (event as { readonly eventId: string }).eventId;

  describe(`${name} (EventSink contract)`, () => {
    it('stores every field as it was emitted', async t => {
      const { sink, stored } = await setUp(t);
      const event = anEncodedEvent({
        requestId: 'it\'s "quoted" 요청 🚚',
        error: { code: 'NARU_X', class: 'server', frames: ['a.ts:b'], message: '<number> tries' },
        tokens: { input: 3, output: 5, cachedInput: 1 },
        costMicros: 123_456_789,
        decision: { id: 'd1', reason: 'default', failedOver: true },
        fields: { 'router.stages': [{ stage: 'health', dropped: ['a', null, 1.5] }], 'chat.handed_off': false },
        vitalSequence: 7,
      });
      assert.deepEqual(await sink.write([event], signal), [{ kind: 'stored' }]);
      assert.deepEqual(await stored(), [JSON.parse(event.text)]);
    });

    it('says for each event of a batch what became of it, in order', async t => {
      const { sink, stored } = await setUp(t);
      const [first, second, third] = someEvents(3);
      await sink.write([second!], signal);
      const outcomes = await sink.write([first!, second!, third!], signal);
      assert.deepEqual(
        outcomes.map(({ kind }) => kind),
        ['stored', 'duplicate', 'stored'],
      );
      assert.equal((await stored()).length, 3);
    });

    it('keeps the first of two events with one id, also within a batch', async t => {
      const { sink, stored } = await setUp(t);
      const event = anEncodedEvent({ route: '/first' });
      const twin = { ...anEncodedEvent({ route: '/second' }), eventId: event.eventId };
      const outcomes = await sink.write([event, twin], signal);
      assert.deepEqual(
        outcomes.map(({ kind }) => kind),
        ['stored', 'duplicate'],
      );
      assert.deepEqual(await stored(), [JSON.parse(event.text)]);
    });

    it('stores each event once when batches that overlap are written at once', async t => {
      const { sink, stored } = await setUp(t);
      const events = someEvents(60);
      const batches = [events.slice(0, 40), events.slice(20), events];
      const outcomes = await Promise.all(batches.map(batch => sink.write(batch, signal)));
      assert.equal(outcomes.flat().filter(({ kind }) => kind === 'stored').length, 60);
      assert.deepEqual((await stored()).map(idOf).sort(), events.map(({ eventId }) => eventId).sort());
    });

    it('refuses an event that it cannot read, with a code, and stores its neighbours', async t => {
      const { sink, stored } = await setUp(t);
      const [one, two] = someEvents(2);
      const broken = { ...anEncodedEvent({ sequence: 3 }), text: '{"schema":1' };
      const outcomes = await sink.write([one!, broken, two!], signal);
      assert.deepEqual(
        outcomes.map(({ kind }) => kind),
        ['stored', 'refused', 'stored'],
      );
      assert.match((outcomes[1] as { readonly reason: string }).reason, /^[a-z-]+$/);
      assert.equal((await stored()).length, 2);
    });

    it('writes nothing for no events', async t => {
      const { sink, stored } = await setUp(t);
      assert.deepEqual(await sink.write([], signal), []);
      assert.deepEqual(await stored(), []);
    });

    it('says that it is unavailable once it is closed', async t => {
      const { sink } = await setUp(t);
      await sink.close();
      await sink.close();
      await assert.rejects(sink.write([anEncodedEvent()], signal), SinkUnavailableError);
    });
  });
}
