import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { anEncodedEvent } from '../testing/an-event.ts';
import { EventRing, type RingEntry } from './event-ring.ts';

function entry(sequence: number, isVital = false): RingEntry {
  return {
    event: anEncodedEvent({ sequence, ...(isVital ? { vitalSequence: sequence } : {}) }),
    isJournalled: isVital,
  };
}

const idsOf = (entries: readonly RingEntry[]): string[] => entries.map(({ event }) => event.requestId);

describe('EventRing', () => {
  it('lets the oldest ordinary event go when it is full', () => {
    const ring = new EventRing({ events: 3, characters: 100_000 });
    for (const sequence of [1, 2]) ring.push(entry(sequence));
    ring.push(entry(3, true));
    assert.deepEqual(idsOf(ring.push(entry(4))), ['request-1']);
    assert.deepEqual(idsOf(ring.take(10)), ['request-3', 'request-2', 'request-4']);
  });

  it('lets a vital event go only when there is no other', () => {
    const ring = new EventRing({ events: 2, characters: 100_000 });
    ring.push(entry(1, true));
    ring.push(entry(2, true));
    assert.deepEqual(idsOf(ring.push(entry(3))), ['request-3']);
    assert.deepEqual(idsOf(ring.push(entry(4, true))), ['request-1']);
  });

  it('is full by characters, too', () => {
    const { length } = entry(1).event.text;
    const ring = new EventRing({ events: 100, characters: 2 * length });
    for (const sequence of [1, 2]) assert.deepEqual(ring.push(entry(sequence)), []);
    assert.equal(ring.push(entry(3)).length, 1);
  });

  it('never holds more than it may, and loses nothing unseen (property)', () => {
    const act = fc.oneof(
      fc.record({ act: fc.constant('push' as const), vital: fc.boolean() }),
      fc.record({ act: fc.constant('take' as const), count: fc.nat(5) }),
      fc.record({ act: fc.constant('put-back' as const) }),
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 200 }), acts => {
        const ring = new EventRing({ events: 8, characters: 5_000 });
        let made = 0;
        let gone = 0;
        let inHand: RingEntry[] = [];
        for (const step of acts) {
          if (step.act === 'push') gone += ring.push(entry((made += 1), step.vital)).length;
          else if (step.act === 'take') {
            gone += inHand.length;
            inHand = ring.take(step.count);
          } else {
            gone += ring.putBack(inHand).length;
            inHand = [];
          }
          assert.ok(ring.size <= 8 && ring.characters <= 5_000);
          assert.equal(ring.size + gone + inHand.length, made);
        }
        assert.equal(ring.take(100).reduce((sum, { event }) => sum + event.text.length, 0) >= 0, true);
        assert.equal(ring.characters, 0);
      }),
    );
  });
});
