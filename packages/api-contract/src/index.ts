// Chat
export { chatErrorSchema, type ChatErrorBody } from './chat-error.ts';
export {
  chatJsonAnswerSchema,
  chatJsonRequestSchema,
  nextActionSchema,
  type ChatJsonAnswer,
  type ChatJsonRequest,
} from './chat-json.ts';
export {
  chatStreamRequestSchema,
  citationsDataSchema,
  guardDataSchema,
  historyMessageSchema,
  historySchema,
  statusDataSchema,
  stopRequestSchema,
  turnMetadataSchema,
  type ChatStreamRequest,
  type CitationsData,
  type GuardData,
  type HistoryBody,
  type HistoryMessage,
  type StatusData,
  type TurnMetadataBody,
} from './chat-stream.ts';
export { citationSchema, type Citation } from './citation.ts';

// The page
export { pageSettingsSchema, type PageSettings } from './page-settings.ts';

// Operators
export { decisionPanelSchema, type DecisionPanel } from './decision-panel.ts';
export {
  providerSnapshotSchema,
  providerStatsSchema,
  stageNoteSchema,
  type ProviderSnapshot,
  type ProviderStats,
  type StageNoteBody,
} from './provider-snapshot.ts';
export {
  auditEntrySchema,
  overrideRequestSchema,
  overrideSchema,
  type AuditEntry,
  type OverrideBody,
  type OverrideRequestBody,
} from './routing-override.ts';
export {
  explainRequestSchema,
  llmRoutingSchema,
  ragExplanationSchema,
  type ExplainRequestBody,
  type LlmRouting,
  type RagExplanation,
} from './rag-explanation.ts';
