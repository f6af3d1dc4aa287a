import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import fc from 'fast-check';
import type { BudgetReservation, BudgetStore } from '../ports/budget-store.ts';

const HOUR = { key: 'hour', endsAtMs: 3_600_000, hardMicros: 100 };
const DAY = { key: 'day', endsAtMs: 86_400_000, hardMicros: 1_000 };

function aReservation(overrides: Partial<BudgetReservation> = {}): BudgetReservation {
  return { id: 'reservation-1', amountMicros: 10, accounts: [HOUR, DAY], expiresAtMs: 60_000, ...overrides };
}

/** What every `BudgetStore` must do. Each implementation's test calls this once. */
export function describeBudgetStore(
  name: string,
  /** Gives an empty store; what it opens for that, it closes with `t.after`. */
  open: (t?: TestContext) => BudgetStore | Promise<BudgetStore>,
): void {
  const standing = async (store: BudgetStore, nowMs = 0): Promise<readonly (readonly [number, number])[]> =>
    (await store.standings([HOUR, DAY], nowMs)).map(({ spentMicros, reservedMicros }) => [spentMicros, reservedMicros]);

  describe(`${name} (BudgetStore contract)`, () => {
    it('holds the amount in every account, and says how they stand', async t => {
      const store = await open(t);
      assert.deepEqual(await store.reserve(aReservation(), 0), {
        kind: 'reserved',
        standings: [
          { key: 'hour', spentMicros: 0, reservedMicros: 10 },
          { key: 'day', spentMicros: 0, reservedMicros: 10 },
        ],
      });
    });

    it('books what was paid, and gives back what was held for it', async t => {
      const store = await open(t);
      await store.reserve(aReservation(), 0);
      await store.charge(aReservation(), 4);
      assert.deepEqual((await standing(store))[0], [4, 6]);
      await store.charge(aReservation(), 9);
      assert.deepEqual((await standing(store))[0], [13, 0], 'more than was held');
      await store.release(aReservation());
      await store.release(aReservation());
      assert.deepEqual(await standing(store), [
        [13, 0],
        [13, 0],
      ]);
    });

    it('holds nothing anywhere where one account has come to its cap', async t => {
      const store = await open(t);
      await store.open(HOUR, 100);
      assert.deepEqual(await store.reserve(aReservation(), 0), { kind: 'refused', key: 'hour' });
      assert.deepEqual(await standing(store), [
        [100, 0],
        [0, 0],
      ]);
    });

    it('lets in what begins below the cap, though it may end above', async t => {
      const store = await open(t);
      await store.open(HOUR, 99);
      assert.equal((await store.reserve(aReservation(), 0)).kind, 'reserved');
      assert.equal((await store.reserve(aReservation({ id: 'reservation-2' }), 0)).kind, 'refused');
    });

    it('lets nobody in at a cap of nothing, and everybody without a cap', async t => {
      const store = await open(t);
      const closed = aReservation({ accounts: [{ ...HOUR, hardMicros: 0 }] });
      assert.equal((await store.reserve(closed, 0)).kind, 'refused');
      const { hardMicros: _hardMicros, ...uncapped } = HOUR;
      await store.open(HOUR, 1_000_000);
      assert.equal((await store.reserve(aReservation({ accounts: [uncapped] }), 0)).kind, 'reserved');
    });

    it('drops a reservation that nobody settled in time, and still books what comes late', async t => {
      const store = await open(t);
      await store.reserve(aReservation(), 0);
      assert.deepEqual((await standing(store, 59_999))[0], [0, 10]);
      assert.deepEqual((await standing(store, 60_000))[0], [0, 0]);
      await store.charge(aReservation(), 7);
      await store.release(aReservation());
      assert.deepEqual((await standing(store, 60_000))[0], [7, 0]);
    });

    it('takes what was spent before only for an account that it does not know', async t => {
      const store = await open(t);
      await store.open(HOUR, 40);
      await store.open(HOUR, 50);
      assert.deepEqual((await standing(store))[0], [40, 0]);
    });

    it('lets 200 concurrent calls at the edge pass a cap by no more than is held (R-COST-2, trap 40)', async t => {
      const store = await open(t);
      const cap = { key: 'hour', endsAtMs: 3_600_000, hardMicros: 1_005 };
      const spend = async (index: number): Promise<boolean> => {
        const reservation = aReservation({ id: `reservation-${index}`, amountMicros: 10, accounts: [cap] });
        if ((await store.reserve(reservation, 0)).kind === 'refused') return false;
        await Promise.resolve();
        await store.charge(reservation, 10);
        await store.release(reservation);
        return true;
      };
      const served = await Promise.all(Array.from({ length: 200 }, (_, index) => spend(index)));
      assert.equal(served.filter(Boolean).length, 101);
      assert.deepEqual(await store.standings([cap], 0), [{ key: 'hour', spentMicros: 1_010, reservedMicros: 0 }]);
    });

    it('passes no cap by more than is held, and holds nothing in the end, in any order of events', async () => {
      const step = fc.record({
        id: fc.nat(9),
        amount: fc.nat(30),
        act: fc.constantFrom('reserve' as const, 'charge' as const, 'release' as const),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 60 }), async steps => {
          const store = await open();
          const running = new Map<number, { reservation: BudgetReservation; leftMicros: number }>();
          for (const [index, { id, amount, act }] of steps.entries()) {
            const known = running.get(id);
            if (act === 'reserve' && !known) {
              const [before] = await store.standings([HOUR], 0);
              const reservation = aReservation({ id: `${id}-${index}`, amountMicros: amount, accounts: [HOUR] });
              const { kind } = await store.reserve(reservation, 0);
              const usedMicros = (before?.spentMicros ?? 0) + (before?.reservedMicros ?? 0);
              assert.equal(kind, usedMicros < HOUR.hardMicros ? 'reserved' : 'refused');
              if (kind === 'reserved') running.set(id, { reservation, leftMicros: amount });
            } else if (act === 'charge' && known) {
              const micros = Math.min(amount, known.leftMicros);
              known.leftMicros -= micros;
              await store.charge(known.reservation, micros);
            } else if (act === 'release' && known) {
              running.delete(id);
              await store.release(known.reservation);
            }
            const [now] = await store.standings([HOUR], 0);
            const held = [...running.values()].reduce((sum, { leftMicros }) => sum + leftMicros, 0);
            assert.equal(now?.reservedMicros, held);
            // Nobody here pays more than was held for it.
            assert.ok((now?.spentMicros ?? 0) < HOUR.hardMicros + 30);
          }
        }),
        { numRuns: 60 },
      );
    });
  });
}
