import type { Clock, Ids } from '@naru/kernel';
import type { Login } from '../http/plugins/login.ts';

const VALID_MS = 30_000;
const MAX_TICKETS = 10_000;

/**
 * Tickets that open one connection each, for pages that cannot send our cookie. Never in an address, where logs would
 * keep them. Known to this process alone.
 */
export class SocketTickets {
  readonly #clock: Clock;
  readonly #ids: Ids;
  /** In the order of their making, which is that of their expiry. */
  readonly #tickets = new Map<string, { readonly login: Login; readonly validUntilMs: number }>();

  constructor(clock: Clock, ids: Ids) {
    this.#clock = clock;
    this.#ids = ids;
  }

  issue(login: Login): string {
    const nowMs = this.#clock.monotonicMs();
    for (const [ticket, { validUntilMs }] of this.#tickets) {
      if (validUntilMs > nowMs && this.#tickets.size < MAX_TICKETS) break;
      this.#tickets.delete(ticket);
    }
    const ticket = this.#ids.newId();
    this.#tickets.set(ticket, { login, validUntilMs: nowMs + VALID_MS });
    return ticket;
  }

  /** `undefined` for a ticket that is unknown, used or too old. */
  redeem(ticket: string): Login | undefined {
    const issued = this.#tickets.get(ticket);
    this.#tickets.delete(ticket);
    return issued && issued.validUntilMs > this.#clock.monotonicMs() ? issued.login : undefined;
  }

  /** Takes back those of a login that has ended. */
  revoke(loginKey: string): void {
    for (const [ticket, { login }] of this.#tickets) if (login.key === loginKey) this.#tickets.delete(ticket);
  }
}
