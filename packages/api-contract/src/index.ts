// Chat
export { chatErrorSchema, type ChatErrorBody } from './chat-error.ts';
export {
  chatJsonAnswerSchema,
  chatJsonRequestSchema,
  chatTicketSchema,
  nextActionSchema,
  systemCitationSchema,
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
export {
  sessionResetSchema,
  sessionStateSchema,
  unresolvedContextSchema,
  type SessionResetBody,
  type SessionStateBody,
  type UnresolvedContextBody,
} from './session-diagnostics.ts';
export { citationSchema, type Citation } from './citation.ts';
export { feedbackRequestSchema, type FeedbackRequestBody } from './feedback.ts';
export { reportListSchema, reportSchema, reportSummarySchema, type ReportBody, type ReportListBody } from './report.ts';
export {
  createdTicketSchema,
  handoffDataSchema,
  ticketDataSchema,
  ticketListSchema,
  ticketNumberSchema,
  ticketRequestSchema,
  ticketSchema,
  type CreatedTicketBody,
  type HandoffData,
  type TicketBody,
  type TicketData,
  type TicketListBody,
  type TicketRequestBody,
} from './support-ticket.ts';

// Chat over WebSocket
export { readSocketChannel, socketChannelSchema, type SocketChannel } from './socket-channel.ts';
export {
  SOCKET_COMMANDS,
  socketCommandSchema,
  socketEnvelopeSchema,
  type SocketCommand,
  type SocketHello,
  type SocketSubscription,
} from './socket-commands.ts';
export { socketFrameSchema, socketTicketSchema, type SocketFrame, type SocketFrameOf } from './socket-frames.ts';
export { CLOSE_CODES, SOCKET_LIMITS, SOCKET_PROTOCOL, type CloseReason } from './socket-protocol.ts';

// The page
export { pageSettingsSchema, type PageSettings } from './page-settings.ts';
export { demoCustomersSchema, signInRequestSchema, type DemoCustomersBody } from './sign-in.ts';

// Operators
export {
  operatorTicketListSchema,
  operatorTicketSchema,
  ticketStatusRequestSchema,
  type OperatorTicketBody,
  type OperatorTicketListBody,
} from './operator-ticket.ts';
export { incidentListSchema, incidentSchema, type IncidentBody, type IncidentListBody } from './incident.ts';
export { decisionPanelSchema, type DecisionPanel } from './decision-panel.ts';
export {
  LEDGER_GROUPS,
  ledgerLineSchema,
  ledgerReportSchema,
  type LedgerLine,
  type LedgerReport,
} from './ledger-report.ts';
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
