/** All tables, as Kysely sees them. Texts from outside go through `toColumnText`, JSON is kept as text. */
export interface Tables {
  readonly naru_migration: MigrationRow;
  readonly chat_session: SessionRow;
  readonly chat_turn: TurnRow;
  readonly chat_stream: KeptStreamRow;
  readonly ledger_run: LedgerRunRow;
  readonly ledger_attempt: LedgerAttemptRow;
  readonly ledger_decision: LedgerDecisionRow;
  readonly ledger_configuration: LedgerConfigurationRow;
  readonly routing_override: OverrideRow;
  readonly audit: AuditRow;
  readonly answer_quality: AnswerQualityRow;
  readonly canary_end: CanaryEndRow;
  readonly report: ReportRow;
  readonly ticket: TicketRow;
  readonly ticket_day: TicketDayRow;
  readonly ticket_scope: TicketScopeRow;
  readonly ticket_inquiry: TicketInquiryRow;
  readonly answer_feedback: FeedbackRow;
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

export interface KeptStreamRow {
  readonly stream_id: string;
  readonly until_ms: number;
  /** `LoggedChunk`s as JSON. */
  readonly chunks: string;
}

export interface LedgerRunRow {
  readonly id: string;
  readonly instance: string;
  readonly started_at_ms: number;
  /** Attempts that the run has begun, as far as it has told. */
  readonly begun: number;
  /** Attempts that it has written. */
  readonly written: number;
  readonly closed: 0 | 1;
}

export interface LedgerAttemptRow {
  readonly id: string;
  readonly decision_id: string;
  readonly request_id: string;
  readonly trace_id: string;
  readonly tenant: string | null;
  readonly assistant: string | null;
  readonly intent: string | null;
  readonly provider: string;
  readonly mode: string;
  readonly attempt: number;
  readonly outcome: string;
  readonly status: number | null;
  readonly committed: 0 | 1;
  readonly dispatched: 0 | 1;
  readonly started_at_ms: number;
  readonly duration_ms: number;
  readonly first_token_ms: number | null;
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cache_read_tokens: number;
  readonly estimated: 0 | 1;
  readonly cost_micros: number | null;
}

export interface LedgerDecisionRow {
  readonly id: string;
  readonly at_ms: number;
  /** `DecisionRecord` as JSON. */
  readonly record: string;
}

export interface LedgerConfigurationRow {
  readonly id: string;
  /** `RecordedConfiguration` as JSON. */
  readonly configuration: string;
}

export interface OverrideRow {
  readonly id: string;
  readonly created_at_ms: number;
  readonly ended: 0 | 1;
  /** `Override` as JSON. */
  readonly override: string;
}

export interface AuditRow {
  readonly id: string;
  readonly kind: string;
  readonly at_ms: number;
  /** `AuditRecord` as JSON. */
  readonly record: string;
}

/** What was heard in a day of one provider's answers to one intent. */
export interface AnswerQualityRow {
  readonly provider: string;
  readonly intent: string;
  readonly kind: string;
  /** Since the epoch. */
  readonly day: number;
  readonly total: number;
  readonly samples: number;
  readonly last_at_ms: number;
}

export interface CanaryEndRow {
  readonly id: string;
  readonly because: string;
  readonly at_ms: number;
}

export interface TicketRow {
  readonly number: string;
  /** `yyyymmdd` in Korea, in which `sequence` counts. */
  readonly day: string;
  readonly sequence: number;
  readonly owner_key: string;
  readonly session_id: string | null;
  readonly idempotency_key: string;
  readonly subject: string;
  readonly message: string;
  readonly status: string;
  readonly category: string | null;
  readonly severity: string | null;
  readonly first_response_minutes: number;
  readonly created_at_ms: number;
  /** `HandOffNotes` as JSON. */
  readonly hand_off: string | null;
}

export interface TicketDayRow {
  readonly day: string;
  readonly last_sequence: number;
}

export interface TicketScopeRow {
  readonly kind: string;
  readonly scope_id: string;
  readonly epoch: number;
  /** `CreationMark` as JSON. */
  readonly mark: string | null;
  /** `RememberedTicket` as JSON. */
  readonly last: string | null;
  readonly last_until_ms: number;
  /** When all of it is past; 0: not known. */
  readonly until_ms: number;
}

export interface TicketInquiryRow {
  readonly kind: string;
  readonly scope_id: string;
  /** A hash of the inquiry's words. */
  readonly inquiry: string;
  /** `RememberedTicket` as JSON. */
  readonly ticket: string;
  readonly until_ms: number;
}

export interface FeedbackRow {
  readonly session_id: string;
  readonly message_id: string;
  readonly owner_key: string;
  readonly kind: string;
  readonly at_ms: number;
}

export interface ReportRow {
  readonly id: string;
  readonly created_at_ms: number;
  readonly title: string;
  readonly headline: string;
  /** Summary and sections as JSON. */
  readonly content: string;
}
