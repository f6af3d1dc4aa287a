import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock, recordingLogger, sequentialIds } from '@naru/kernel/testing';
import { createMemoryBudgetStore } from '../memory/memory-budget-store.ts';
import type { BudgetStore } from '../ports/budget-store.ts';
import { BudgetGate } from './budget-gate.ts';
import type { BudgetSettings } from './budget-settings.ts';

const LABELS = { requestId: 'r', traceId: 't', tenant: 'shop' };
const HOUR: BudgetSettings = { tenant: 'shop', period: 'hour', softMicros: 50, hardMicros: 100 };

function setUp(budgets: readonly BudgetSettings[] = [HOUR], store: BudgetStore = createMemoryBudgetStore()) {
  const clock = new FakeClock(Date.UTC(2026, 10, 20, 3));
  const logger = recordingLogger();
  const gate = new BudgetGate({ store, clock, ids: sequentialIds(), logger });
  gate.configure(budgets);
  const spend = async (micros: number): Promise<void> => {
    const ticket = await gate.ask(LABELS, micros);
    assert.equal(ticket.kind, 'admitted');
    if (ticket.kind !== 'admitted') return;
    ticket.charge(micros);
    ticket.release();
  };
  return { gate, clock, logger, spend };
}

describe('the budget gate', () => {
  it('steers from the soft ceiling on, and refuses from the hard one on (R-COST-3)', async () => {
    const { gate, spend } = setUp();
    await spend(49);
    const below = await gate.ask(LABELS, 1);
    assert.equal(below.kind === 'admitted' && below.isOverSoftCeiling, false);
    if (below.kind === 'admitted') below.charge(1);
    const over = await gate.ask(LABELS, 50);
    assert.equal(over.kind === 'admitted' && over.isOverSoftCeiling, true);
    assert.deepEqual(await gate.ask(LABELS, 1), { kind: 'refused', budget: 'tenant shop, hour' });
  });

  it('says how a spent budget stands though nobody was let in since a reload', async () => {
    const { gate, spend } = setUp();
    await spend(100);
    gate.configure([HOUR]);
    assert.deepEqual(await gate.report(), []);
    assert.equal((await gate.ask(LABELS, 1)).kind, 'refused');
    assert.deepEqual(
      (await gate.report()).map(({ spentMicros }) => spentMicros),
      [100],
    );
  });

  it('gives back what a call did not use', async () => {
    const { gate } = setUp();
    const ticket = await gate.ask(LABELS, 100);
    assert.equal((await gate.ask(LABELS, 1)).kind, 'refused');
    if (ticket.kind === 'admitted') {
      ticket.charge(3);
      ticket.release();
      ticket.release();
    }
    const [report] = await gate.report();
    assert.deepEqual([report?.spentMicros, report?.reservedMicros, report?.hardMicros], [3, 0, 100]);
  });

  it('begins anew with the next hour', async () => {
    const { gate, clock, spend } = setUp();
    await spend(100);
    assert.equal((await gate.ask(LABELS, 1)).kind, 'refused');
    await clock.advance(3_600_000);
    assert.equal((await gate.ask(LABELS, 1)).kind, 'admitted');
  });

  it('asks nobody where no budget is the payer’s', async () => {
    const { gate } = setUp();
    assert.equal(gate.concerns(LABELS), true);
    assert.equal(gate.concerns({ ...LABELS, tenant: 'other' }), false);
    assert.equal((await gate.ask({ ...LABELS, tenant: 'other' }, 1_000)).kind, 'admitted');
  });

  it('knows after a restart what was spent before, and only of the time that runs', async () => {
    const { gate, clock } = setUp([HOUR, { period: 'day', hardMicros: 1_000 }]);
    const hourStartMs = clock.now();
    const of = (hours: number, micros: number) => ({
      hourStartMs: hourStartMs - hours * 3_600_000,
      tenant: 'shop',
      assistant: undefined,
      micros,
    });
    await gate.load([of(0, 60), of(1, 300), of(13, 5_000)]);
    const ticket = await gate.ask(LABELS, 1);
    assert.equal(ticket.kind === 'admitted' && ticket.isOverSoftCeiling, true);
    assert.deepEqual(
      (await gate.report()).map(({ name, spentMicros }) => [name, spentMicros]),
      [
        ['tenant shop, hour', 60],
        ['all, day', 360],
      ],
    );
  });

  it('tells without asking what it last heard', async () => {
    const { gate, spend } = setUp();
    assert.equal(gate.isKnownOverSoftCeiling(LABELS), false);
    await spend(60);
    await gate.ask(LABELS, 1);
    assert.equal(gate.isKnownOverSoftCeiling(LABELS), true);
  });

  it('lets calls go on where its store fails, and says so once', async () => {
    const broken = async (): Promise<never> => {
      throw new Error('gone');
    };
    const store = { reserve: broken, charge: broken, release: broken, open: broken, standings: broken };
    const { gate, logger } = setUp([HOUR], store);
    assert.equal((await gate.ask(LABELS, 1_000)).kind, 'admitted');
    assert.equal((await gate.ask(LABELS, 1_000)).kind, 'admitted');
    assert.deepEqual(await gate.report(), []);
    assert.equal(gate.failures, 3);
    assert.equal(logger.entries.length, 1);
  });
});
