/** All tables, as Kysely sees them. Texts from outside go through `toColumnText`, JSON is kept as text. */
export interface Tables {
  readonly naru_migration: MigrationRow;
  readonly chat_session: SessionRow;
  readonly chat_turn: TurnRow;
}

export interface MigrationRow {
  readonly name: string;
  readonly applied_at_ms: number;
}

export interface SessionRow {
  readonly id: string;
  readonly owner_key: string;
  readonly assistant: string;
  readonly alias: string | null;
  readonly created_at_ms: number;
  /** `SessionState` as JSON. */
  readonly state: string;
}

export interface TurnRow {
  readonly id: string;
  readonly session_id: string;
  /** Place within the conversation, from 1. */
  readonly number: number;
  readonly owner_key: string;
  readonly stream_id: string;
  readonly message_id: string;
  readonly replaces_turn_id: string | null;
  readonly created_at_ms: number;
  /** What was asked, as JSON. */
  readonly question: string;
  readonly state: 'running' | 'ended';
  /** While it runs. */
  readonly lease_until_ms: number | null;
  readonly ended_at_ms: number | null;
  /** `TurnResult` as JSON, once ended. */
  readonly result: string | null;
  /** Held by one turn at a time; taken away when it gives way to a repeat. */
  readonly idempotency_key: string | null;
  readonly fingerprint: string;
  readonly idempotency_expires_at_ms: number;
}
