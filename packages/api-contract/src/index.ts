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
