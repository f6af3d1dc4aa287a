import type { ImageContent, Message, ToolCall, ToolChoice, ToolDefinition } from '@naru/language-model';

/** A chat completion request, read once: what Naru itself understands, and the body as it came. */
export interface CompletionRequest {
  readonly model: string;
  readonly messages: readonly Message[];
  readonly tools: readonly ToolDefinition[];
  readonly toolChoice: ToolChoice | undefined;
  readonly isStream: boolean;
  readonly wantsUsage: boolean;
  readonly maxTokens: number | undefined;
  readonly temperature: number | undefined;
  readonly topP: number | undefined;
  readonly stop: readonly string[] | undefined;
  /** Parameters that only a provider of the same protocol is told of. */
  readonly foreignParameters: readonly string[];
  readonly body: Readonly<Record<string, unknown>>;
}

export type { ImageContent, Message, ToolCall };
