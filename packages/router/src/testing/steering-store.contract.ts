import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { QualityOfDay, SteeringStore } from '../ports/steering-store.ts';

const DAY = 20_777;

function heard(overrides: Partial<QualityOfDay> = {}): QualityOfDay {
  return {
    provider: 'primary',
    intent: 'REFUND',
    kind: 'groundedness',
    day: DAY,
    sum: 1.5,
    count: 2,
    lastAtMs: 1_795_000_000_000,
    ...overrides,
  };
}

/** What every `SteeringStore` must do. Each implementation's test calls this once. */
export function describeSteeringStore(
  name: string,
  /** Gives an empty store; what it opens for that, it closes with `t.after`. */
  open: (t: TestContext) => SteeringStore | Promise<SteeringStore>,
): void {
  describe(`${name} (SteeringStore contract)`, () => {
    it('adds what was heard of the same day, and keeps the rest apart', async t => {
      const store = await open(t);
      await store.addQuality([heard(), heard({ kind: 'resolution', sum: 0, count: 1 })]);
      await store.addQuality([heard({ sum: 0.25, count: 1, lastAtMs: 1_795_000_000_500 })]);
      await store.addQuality([heard({ intent: 'ORDER' }), heard({ provider: 'fallback_1' })]);
      const kept = await store.quality(DAY);
      const of = (one: Partial<QualityOfDay>): readonly unknown[] =>
        kept
          .filter(other => Object.entries(one).every(([field, value]) => Reflect.get(other, field) === value))
          .map(({ sum, count, lastAtMs }) => [sum, count, lastAtMs]);
      assert.equal(kept.length, 4);
      assert.deepEqual(of({ provider: 'primary', intent: 'REFUND', kind: 'groundedness' }), [
        [1.75, 3, 1_795_000_000_500],
      ]);
      assert.deepEqual(of({ kind: 'resolution' }), [[0, 1, 1_795_000_000_000]]);
    });

    it('adds nothing of nothing', async t => {
      const store = await open(t);
      await store.addQuality([]);
      assert.deepEqual(await store.quality(0), []);
    });

    it('loses nothing of what comes at once', async t => {
      const store = await open(t);
      await Promise.all(Array.from({ length: 20 }, () => store.addQuality([heard({ sum: 1, count: 1 })])));
      const [kept] = await store.quality(DAY);
      assert.deepEqual([kept?.sum, kept?.count], [20, 20]);
    });

    it('gives what is not older than asked for, and forgets what is', async t => {
      const store = await open(t);
      await store.addQuality([heard(), heard({ day: DAY - 1 }), heard({ day: DAY - 9 })]);
      assert.equal((await store.quality(DAY - 1)).length, 2);
      await store.forgetBefore(DAY - 1, 0);
      assert.equal((await store.quality(0)).length, 2);
    });

    it('keeps the first end of a canary', async t => {
      const store = await open(t);
      const end = { key: 'settings 0.5 fallback_1', because: 'errors', atMs: 1_795_000_000_000 } as const;
      await store.addCanaryEnd(end);
      await store.addCanaryEnd({ ...end, because: 'latency', atMs: 1_795_000_000_001 });
      await store.addCanaryEnd({ ...end, key: 'override-1 "나루"' });
      assert.deepEqual(
        (await store.canaryEnds(0)).toSorted((one, other) => one.key.localeCompare(other.key)),
        [{ ...end, key: 'override-1 "나루"' }, end],
      );
      assert.deepEqual(await store.canaryEnds(end.atMs + 1), []);
      await store.forgetBefore(0, end.atMs + 1);
      assert.deepEqual(await store.canaryEnds(0), []);
    });
  });
}
