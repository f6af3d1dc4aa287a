import type {
  ContentBlock,
  ConverseCommandInput,
  ConverseCommandOutput,
  ConverseStreamOutput,
} from '@aws-sdk/client-bedrock-runtime';

/** A request of both operations; they differ in how they answer. */
export type BedrockRequest = ConverseCommandInput;
export type BedrockAnswer = Pick<ConverseCommandOutput, 'output' | 'stopReason' | 'usage'>;
export type BedrockEvent = ConverseStreamOutput;
export type BedrockBlock = ContentBlock;

/** Read field by field: the SDK checks no type, so any of them may be missing or be something else. */
export interface BedrockUsage {
  readonly inputTokens?: unknown;
  readonly outputTokens?: unknown;
  readonly cacheReadInputTokens?: unknown;
  readonly cacheWriteInputTokens?: unknown;
}
