export type {
  ActOnce,
  AskModel,
  Assistant,
  AssistantQuestion,
  AssistantTool,
  CitableSource,
  FixedAnswer,
  NextAction,
  Preparation,
  SourceCitation,
  SystemCitation,
  ToolContext,
  ToolOutcome,
} from './assistant.ts';
export type { Owner } from '../owner.ts';
export type { TicketNotice } from './ticket-notice.ts';
export { fenced } from './fence.ts';
