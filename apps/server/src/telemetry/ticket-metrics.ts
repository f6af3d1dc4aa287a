import type { TicketEvent, TicketObserver } from '@naru/support';
import type { Registry } from 'prom-client';
import { ClosedCounter } from './closed-counter.ts';

/** Counts what happens with tickets, under the names and labels that the specification fixes (S-TKT-2 to S-TKT-5, C-SES-3). */
export class TicketMetrics implements TicketObserver {
  readonly #dedupScopes: ClosedCounter<'scope'>;
  readonly #dedupLookups: ClosedCounter<'result'>;
  readonly #cooldowns: ClosedCounter<'result'>;
  readonly #blockedContexts: ClosedCounter<'has_recent_ticket'>;
  readonly #ownerMismatches: ClosedCounter<'cache'>;
  readonly #contextResets: ClosedCounter<'reason'>;
  readonly #contextResetScopes: ClosedCounter<'scope'>;
  readonly #statusSources: ClosedCounter<'source'>;
  readonly #recentLookups: ClosedCounter<'result'>;
  readonly #cacheRecoveries: ClosedCounter<'result'>;

  constructor(registry: Registry) {
    const counter = <Label extends string>(name: string, label: Label, help: string): ClosedCounter<Label> =>
      new ClosedCounter({ registry, name, help, labels: [label] });
    this.#dedupScopes = counter(
      'chat_ticket_create_dedup_scope_total',
      'scope',
      'Tickets given again for the same inquiry, by where it was known.',
    );
    this.#dedupLookups = counter(
      'chat_ticket_create_dedup_lookup_total',
      'result',
      'Wishes for a ticket, by where the same inquiry was known.',
    );
    this.#cooldowns = counter(
      'chat_ticket_create_rate_limited_total',
      'result',
      'Wishes for a ticket, by what the cooldown said.',
    );
    this.#blockedContexts = counter(
      'chat_ticket_create_rate_limited_context_total',
      'has_recent_ticket',
      'Wishes that the cooldown blocked, by whether the recent ticket is known.',
    );
    this.#ownerMismatches = counter(
      'chat_ticket_session_cache_owner_mismatch_total',
      'cache',
      'Entries of a conversation that were ignored because another owner left them.',
    );
    this.#contextResets = counter(
      'chat_ticket_context_reset_total',
      'reason',
      'Conversations whose open matter was cleared.',
    );
    this.#contextResetScopes = counter(
      'chat_ticket_context_reset_scope_total',
      'scope',
      'The same, by whether what the user remembers was cleared too.',
    );
    this.#statusSources = counter(
      'chat_ticket_status_lookup_ticket_source_total',
      'source',
      'Questions on a ticket, by where its number came from.',
    );
    this.#recentLookups = counter(
      'chat_ticket_status_recent_lookup_total',
      'result',
      "Look-ups of a customer's newest ticket.",
    );
    this.#cacheRecoveries = counter(
      'chat_ticket_status_lookup_cache_recovery_total',
      'result',
      'Remembered tickets that were gone, by what a second look gave.',
    );
  }

  on(event: TicketEvent): void {
    switch (event.type) {
      case 'dedup-looked-up':
        this.#dedupLookups.add(event.result);
        if (event.result !== 'miss') this.#dedupScopes.add(event.result);
        return;
      case 'cooldown-checked':
        this.#cooldowns.add(event.result);
        if (event.result === 'blocked') this.#blockedContexts.add(String(event.hasRecentTicket));
        return;
      case 'owner-mismatch':
        this.#ownerMismatches.add(event.cache);
        return;
      case 'context-reset':
        this.#contextResets.add(event.reason);
        this.#contextResetScopes.add(event.scope);
        return;
      case 'status-asked':
        this.#statusSources.add(event.source);
        return;
      case 'recent-looked-up':
        this.#recentLookups.add(event.result);
        return;
      case 'cache-recovered':
        this.#cacheRecoveries.add(event.result);
    }
  }
}
