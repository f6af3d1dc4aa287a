/** Hears what happens with tickets. Called synchronously: must be quick and must not throw. Holds no text of anybody's. */
export interface TicketObserver {
  on(event: TicketEvent): void;
}

export type TicketEvent =
  /** Whether the same inquiry was there, in which scope. */
  | { readonly type: 'dedup-looked-up'; readonly result: 'miss' | 'session' | 'user' }
  | { readonly type: 'cooldown-checked'; readonly result: 'pass' | 'dedup_bypass' }
  | { readonly type: 'cooldown-checked'; readonly result: 'blocked'; readonly hasRecentTicket: boolean }
  /** Something that a session remembers of another owner was ignored. */
  | { readonly type: 'owner-mismatch'; readonly cache: 'last_ticket' | 'create_last' }
  | {
      readonly type: 'context-reset';
      readonly reason: 'ticket_created' | 'ticket_reused' | 'session_reset';
      readonly scope: 'session_only' | 'session_and_user';
    }
  /** Where the number of a status question came from. */
  | { readonly type: 'status-asked'; readonly source: 'query' | 'cache' | 'list' | 'missing' }
  | { readonly type: 'recent-looked-up'; readonly result: 'found' | 'empty' | 'error' }
  | { readonly type: 'cache-recovered'; readonly result: 'recovered' | 'miss' | 'retry_failed' };
