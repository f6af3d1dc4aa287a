import {
  EMPTY_ACCOUNT,
  mayReserve,
  reduceAccount,
  type BudgetAccount,
  type BudgetEvent,
} from '../money/budget-account.ts';
import type { AccountName, BudgetReservation, BudgetStanding, BudgetStore } from '../ports/budget-store.ts';

interface Held {
  leftMicros: number;
  readonly reservation: BudgetReservation;
}

/** How many accounts and reservations may be there before those that are over are looked for. */
const SWEEP_AT = 1_024;

/** The reference `BudgetStore`: budgets of one process. */
export function createMemoryBudgetStore(): BudgetStore {
  const accounts = new Map<string, { account: BudgetAccount; readonly endsAtMs: number }>();
  const held = new Map<string, Held>();
  let sweepAt = SWEEP_AT;

  function apply({ key, endsAtMs }: AccountName, event: BudgetEvent): void {
    const entry = accounts.getOrInsertComputed(key, () => ({ account: EMPTY_ACCOUNT, endsAtMs }));
    entry.account = reduceAccount(entry.account, event);
  }

  function standing({ key }: AccountName): BudgetStanding {
    return { key, ...(accounts.get(key)?.account ?? EMPTY_ACCOUNT) };
  }

  function drop({ id, accounts: names }: BudgetReservation): void {
    const { leftMicros = 0 } = held.get(id) ?? {};
    if (!held.delete(id)) return;
    for (const name of names) apply(name, { type: 'released', micros: leftMicros });
  }

  /** Reservations come in the order of their expiry, or nearly so. */
  function dropExpired(nowMs: number): void {
    for (const { reservation } of held.values()) {
      if (reservation.expiresAtMs > nowMs) break;
      drop(reservation);
    }
    if (accounts.size < sweepAt) return;
    for (const [key, { endsAtMs }] of accounts) if (endsAtMs <= nowMs) accounts.delete(key);
    sweepAt = Math.max(SWEEP_AT, accounts.size * 2);
  }

  return {
    async reserve(reservation, nowMs) {
      dropExpired(nowMs);
      const full = reservation.accounts.find(
        ({ key, hardMicros }) => !mayReserve(accounts.get(key)?.account ?? EMPTY_ACCOUNT, hardMicros),
      );
      if (full) return { kind: 'refused', key: full.key };
      held.set(reservation.id, { leftMicros: reservation.amountMicros, reservation });
      for (const name of reservation.accounts) apply(name, { type: 'reserved', micros: reservation.amountMicros });
      return { kind: 'reserved', standings: reservation.accounts.map(standing) };
    },

    async charge({ id, accounts: names }, micros) {
      const own = held.get(id);
      const fromReservedMicros = Math.min(own?.leftMicros ?? 0, micros);
      if (own) own.leftMicros -= fromReservedMicros;
      for (const name of names) apply(name, { type: 'charged', micros, fromReservedMicros });
    },

    async release(reservation) {
      drop(reservation);
    },

    async open({ key, endsAtMs }, spentMicros) {
      accounts.getOrInsert(key, { account: { spentMicros, reservedMicros: 0 }, endsAtMs });
    },

    async standings(names, nowMs) {
      dropExpired(nowMs);
      return names.map(standing);
    },
  };
}
