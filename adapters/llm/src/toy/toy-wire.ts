import type { Citation, Source, ToolCall, ToolChoice, ToolDefinition } from '@naru/language-model';

/** What the embedded model is asked, cut down to what its rules look at. */
export interface ToyRequest {
  /** The last message of the user. */
  readonly question: string;
  readonly sources: readonly Source[];
  readonly tools: readonly ToolDefinition[];
  readonly toolChoice: ToolChoice;
  /** What tools answered since that message. */
  readonly toolResults: readonly ToyToolResult[];
  /** Messages so far; makes ids of tool calls unique in a conversation. */
  readonly messageCount: number;
}

export interface ToyToolResult {
  readonly text: string;
  readonly isError: boolean;
}

export type ToyAnswer =
  | { readonly kind: 'text'; readonly text: string; readonly citations: readonly Citation[] }
  | { readonly kind: 'tool-call'; readonly toolCall: ToolCall };
