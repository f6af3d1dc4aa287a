import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { budgetsOf, refuseStrangeBudgets } from './budgets.ts';

const HOUR_MS = 3_600_000;
const KOREA = 9 * HOUR_MS;
const NOON_IN_SEOUL_MS = Date.UTC(2026, 10, 20, 3);

const namesOf = (payer: { tenant?: string; assistant?: string }, ...budgets: Parameters<typeof budgetsOf>[0]) =>
  budgetsOf(budgets, payer, NOON_IN_SEOUL_MS, KOREA).map(({ name }) => name);

describe('the budgets of a call', () => {
  it('are those of its tenant, of its assistant and of everybody', () => {
    const budgets = [
      { period: 'day', hardMicros: 1 },
      { tenant: 'shop', period: 'hour', hardMicros: 1 },
      { assistant: 'booking', period: 'day', hardMicros: 1 },
      { tenant: 'shop', assistant: 'support', period: 'day', hardMicros: 1 },
    ] as const;
    assert.deepEqual(namesOf({ tenant: 'shop', assistant: 'support' }, ...budgets), [
      'all, day',
      'tenant shop, hour',
      'tenant shop, assistant support, day',
    ]);
    assert.deepEqual(namesOf({}, ...budgets), ['all, day']);
  });

  it('are one for each tenant where the budget is for each', () => {
    const each = { tenant: '*', period: 'day', hardMicros: 1 } as const;
    assert.deepEqual(namesOf({ tenant: 'shop' }, each), ['tenant shop, day']);
    assert.deepEqual(namesOf({}, each), []);
  });

  it('begin anew with each day of the clock on the wall', () => {
    const budget = [{ period: 'day', hardMicros: 1 }] as const;
    const [now] = budgetsOf(budget, {}, NOON_IN_SEOUL_MS, KOREA);
    assert.equal(now?.startsAtMs, NOON_IN_SEOUL_MS - 12 * HOUR_MS);
    assert.equal(now?.endsAtMs, NOON_IN_SEOUL_MS + 12 * HOUR_MS);
    assert.equal(budgetsOf(budget, {}, NOON_IN_SEOUL_MS + 12 * HOUR_MS - 1, KOREA)[0]?.key, now?.key);
    assert.notEqual(budgetsOf(budget, {}, NOON_IN_SEOUL_MS + 12 * HOUR_MS, KOREA)[0]?.key, now?.key);
    assert.equal(budgetsOf(budget, {}, NOON_IN_SEOUL_MS, 0)[0]?.startsAtMs, Date.UTC(2026, 10, 20));
  });

  it('do not meet where names hold what separates them', () => {
    const budgets = [{ tenant: '*', assistant: '*', period: 'day', hardMicros: 1 }] as const;
    const keyOf = (tenant: string, assistant: string) => budgetsOf(budgets, { tenant, assistant }, 0, 0)[0]?.key;
    assert.notEqual(keyOf('a","b', 'c'), keyOf('a', 'b","c'));
  });

  it('are refused where they say nothing or nonsense', () => {
    assert.throws(() => refuseStrangeBudgets([{ period: 'day' }]), /budgets\[0\] must have softMicros or hardMicros/);
    assert.throws(() => refuseStrangeBudgets([{ period: 'day', hardMicros: -1 }]), /hardMicros must be 0 or more/);
    assert.doesNotThrow(() => refuseStrangeBudgets([{ period: 'day', softMicros: 0 }]));
  });
});
