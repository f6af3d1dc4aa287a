export type {
  AskModel,
  Assistant,
  AssistantQuestion,
  AssistantTool,
  CitableSource,
  FixedAnswer,
  NextAction,
  Preparation,
  SourceCitation,
  ToolContext,
  ToolOutcome,
} from './assistant.ts';
export type { Owner } from '../owner.ts';
