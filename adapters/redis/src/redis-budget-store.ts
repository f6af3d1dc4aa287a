import type { AccountName, BudgetReservation, BudgetStanding, BudgetStore } from '@naru/router';
import { CHARGE, OPEN, RELEASE_HELD, RESERVE, STANDINGS } from './budget-scripts.ts';
import type { RedisKeys } from './redis-keys.ts';
import type { RedisLink } from './redis-link.ts';

/** Longer than a day, which is the longest that a budget is for. */
const LIFE_MS = 50 * 3_600_000;
/** Accounts that this instance remembers, should Redis lose them. */
const MAX_REMEMBERED = 1_000;
/** Each account may have to be opened once. */
const SPARE_TRIES = 1;

export interface RedisBudgetStoreOptions {
  readonly link: Pick<RedisLink, 'evaluate'>;
  readonly keys: RedisKeys;
}

/**
 * Budgets that all instances count together. Each step is one script, so that nobody comes between looking at a cap
 * and holding below it. A Redis that lost its accounts takes them from whoever remembers what was spent in them.
 *
 * Every method rejects within 100 ms while Redis is away.
 */
export function createRedisBudgetStore({ link, keys }: RedisBudgetStoreOptions): BudgetStore {
  const remembered = new Map<string, number>();
  const life = String(LIFE_MS);
  const keysOf = (accounts: readonly AccountName[]): readonly string[] =>
    accounts.flatMap(({ key }) => [keys.budget(key), keys.heldOfBudget(key)]);

  function remember(key: string, spentMicros: number): void {
    remembered.delete(key);
    remembered.set(key, spentMicros);
    if (remembered.size <= MAX_REMEMBERED) return;
    for (const oldest of remembered.keys()) {
      remembered.delete(oldest);
      return;
    }
  }

  async function open({ key }: AccountName, spentMicros: number): Promise<void> {
    await link.evaluate(OPEN, [keys.budget(key)], [life, whole(spentMicros)]);
  }

  function standingsOf(accounts: readonly AccountName[], numbers: readonly number[]): readonly BudgetStanding[] {
    return accounts.map(({ key }, index) => {
      const spentMicros = numbers[2 * index] ?? 0;
      remember(key, spentMicros);
      return { key, spentMicros, reservedMicros: numbers[2 * index + 1] ?? 0 };
    });
  }

  return {
    async reserve(reservation: BudgetReservation, nowMs) {
      const { id, amountMicros, accounts, expiresAtMs } = reservation;
      const caps = accounts.map(({ hardMicros }) => (hardMicros === undefined ? '' : String(hardMicros)));
      const args = [life, String(nowMs), id, whole(amountMicros), String(expiresAtMs), ...caps];
      for (let tries = 0; tries <= accounts.length + SPARE_TRIES; tries += 1) {
        const [said, ...numbers] = numbersOf(await link.evaluate(RESERVE, keysOf(accounts), args));
        if (said === 1) return { kind: 'reserved', standings: standingsOf(accounts, numbers) };
        const account = accounts[numbers[0] ?? -1];
        if (!account) break;
        if (said === 0) return { kind: 'refused', key: account.key };
        await open(account, remembered.get(account.key) ?? 0);
      }
      throw new Error('Redis gave no answer about budgets that can be understood');
    },

    async charge({ id, accounts }, micros) {
      await link.evaluate(CHARGE, keysOf(accounts), [life, id, whole(micros)]);
      for (const { key } of accounts) remember(key, (remembered.get(key) ?? 0) + micros);
    },

    async release({ id, accounts }) {
      await link.evaluate(RELEASE_HELD, keysOf(accounts), [life, id]);
    },

    open,

    async standings(accounts, nowMs) {
      if (accounts.length === 0) return [];
      const numbers = numbersOf(await link.evaluate(STANDINGS, keysOf(accounts), [life, String(nowMs)]));
      return standingsOf(accounts, numbers);
    },
  };
}

function numbersOf(found: unknown): readonly number[] {
  return Array.isArray(found) ? found.map(Number) : [];
}

/** Redis counts whole numbers; nothing is free by rounding. */
function whole(micros: number): string {
  return String(Math.ceil(micros));
}
