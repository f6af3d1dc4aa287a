import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { sequentialIds } from '@naru/kernel/testing';
import { eventIdOf, firstEventIdAt, newProducerId } from './event-id.ts';

it('ids of events sort by time, then producer, then sequence (property)', () => {
  const instant = fc.integer({ min: 0, max: 2 ** 47 });
  const sequence = fc.integer({ min: 1, max: 2 ** 39 });
  const producer = newProducerId(sequentialIds());
  fc.assert(
    fc.property(instant, sequence, instant, sequence, (oneMs, one, otherMs, other) => {
      const [a, b] = [eventIdOf(oneMs, producer, one), eventIdOf(otherMs, producer, other)];
      assert.equal(a < b, oneMs < otherMs || (oneMs === otherMs && one < other));
      assert.equal(firstEventIdAt(oneMs) <= a, true);
      assert.equal(firstEventIdAt(oneMs + 1) > a, true);
    }),
  );
});
