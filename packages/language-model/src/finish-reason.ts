export type UnifiedFinishReason = 'stop' | 'length' | 'tool-calls' | 'content-filter' | 'other';

/** Why an answer ended: in our words, and in the provider's own for the event log. */
export interface FinishReason {
  readonly unified: UnifiedFinishReason;
  readonly raw: string | undefined;
}
