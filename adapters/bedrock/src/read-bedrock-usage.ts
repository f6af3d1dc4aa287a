import { tokenCount, type ReportedUsage } from '@naru/language-model';
import type { BedrockUsage } from './bedrock-wire.ts';

/** Bedrock counts what it read from and wrote to its cache apart; our input tokens hold all of it. */
export function readBedrockUsage(usage: BedrockUsage | undefined): ReportedUsage {
  const uncached = tokenCount(usage?.inputTokens);
  const cacheReadTokens = tokenCount(usage?.cacheReadInputTokens);
  const cacheWriteTokens = tokenCount(usage?.cacheWriteInputTokens) ?? 0;
  return {
    inputTokens: uncached === undefined ? undefined : uncached + (cacheReadTokens ?? 0) + cacheWriteTokens,
    outputTokens: tokenCount(usage?.outputTokens),
    cacheReadTokens,
  };
}
