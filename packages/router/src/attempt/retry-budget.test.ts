import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock } from '@naru/kernel/testing';
import { RetryBudget } from './retry-budget.ts';

/** One request a tick, each of which wants a retry. */
async function retriesGranted(requestsPerSecond: number, seconds: number): Promise<number> {
  const clock = new FakeClock();
  const budget = new RetryBudget(clock);
  let granted = 0;
  for (let request = 0; request < requestsPerSecond * seconds; request += 1) {
    budget.earn('primary');
    if (budget.take('primary')) granted += 1;
    if (request % requestsPerSecond === requestsPerSecond - 1) await clock.advance(1_000);
  }
  return granted;
}

describe('RetryBudget (R-FO-4)', () => {
  it('allows 20 % of the requests and 3 a second, beyond what was saved up', async () => {
    const granted = await retriesGranted(100, 10);
    const allowed = 10 + 0.2 * 1_000 + 3 * 10;
    assert.ok(granted <= allowed && granted > allowed * 0.9, `${granted} of at most ${allowed}`);
  });

  it('always allows up to 3 a second', async () => {
    assert.equal(await retriesGranted(3, 10), 30);
  });

  it('counts each provider for itself', () => {
    const budget = new RetryBudget(new FakeClock());
    while (budget.take('primary'));
    assert.equal(budget.take('fallback_1'), true);
    assert.equal(budget.take('primary'), false);
  });
});
