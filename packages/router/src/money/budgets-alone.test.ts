import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock, recordingLogger } from '@naru/kernel/testing';
import { createMemoryBudgetStore } from '../memory/memory-budget-store.ts';
import type { BudgetReservation, BudgetStore } from '../ports/budget-store.ts';
import { describeBudgetStore } from '../testing/budget-store.contract.ts';
import { BudgetsAlone } from './budgets-alone.ts';

const HOUR = { key: 'hour', endsAtMs: 3_600_000, hardMicros: 100 };

function setUp() {
  const memory = createMemoryBudgetStore();
  const world = { isAway: false };
  const reached = <Value>(work: () => Promise<Value>): Promise<Value> =>
    world.isAway ? Promise.reject(new Error('away')) : work();
  const shared: BudgetStore = {
    reserve: (...args) => reached(() => memory.reserve(...args)),
    charge: (...args) => reached(() => memory.charge(...args)),
    release: (...args) => reached(() => memory.release(...args)),
    open: (...args) => reached(() => memory.open(...args)),
    standings: (...args) => reached(() => memory.standings(...args)),
  };
  const logger = recordingLogger();
  let failures = 0;
  const deps = { shared, clock: new FakeClock(), logger, onFailure: () => void (failures += 1) };
  const store = new BudgetsAlone(deps);
  const spend = async (id: string, micros: number): Promise<string> => {
    const reservation: BudgetReservation = { id, amountMicros: micros, accounts: [HOUR], expiresAtMs: 60_000 };
    const { kind } = await store.reserve(reservation, 0);
    if (kind === 'refused') return kind;
    await store.charge(reservation, micros);
    await store.release(reservation);
    return kind;
  };
  return { store, memory, world, logger, spend, failures: () => failures };
}

describeBudgetStore('going on alone, while it need not', () => setUp().store);

describe('budgets where the shared store is away', () => {
  it('hold at the cap, from what was last heard', async () => {
    const { spend, world, failures, logger } = setUp();
    await spend('one', 60);
    await spend('two', 1);
    world.isAway = true;
    assert.equal(await spend('three', 30), 'reserved');
    assert.equal(await spend('four', 30), 'reserved');
    assert.equal(await spend('five', 1), 'refused');
    assert.ok(failures() > 0);
    assert.equal(logger.entries.length, 1);
  });

  it('tell what was spent meanwhile once it is back, once', async () => {
    const { spend, world, memory } = setUp();
    await spend('one', 20);
    world.isAway = true;
    await spend('two', 30);
    world.isAway = false;
    await spend('three', 1);
    await spend('four', 1);
    assert.deepEqual(await memory.standings([HOUR], 0), [{ key: 'hour', spentMicros: 52, reservedMicros: 0 }]);
  });

  it('book what was begun before it went away', async () => {
    const { store, world, memory, spend } = setUp();
    const reservation = { id: 'one', amountMicros: 40, accounts: [HOUR], expiresAtMs: 60_000 };
    await store.reserve(reservation, 0);
    world.isAway = true;
    await store.charge(reservation, 40);
    await store.release(reservation);
    world.isAway = false;
    await spend('two', 1);
    const [standing] = await memory.standings([HOUR], 60_000);
    assert.deepEqual(standing, { key: 'hour', spentMicros: 41, reservedMicros: 0 });
  });

  it('begin with what the ledger says where it was away from the start', async () => {
    const { store, world, spend } = setUp();
    world.isAway = true;
    await store.open(HOUR, 100);
    assert.equal(await spend('one', 1), 'refused');
  });
});
