import { tokenCount, type ReportedUsage } from '@naru/language-model';
import { isRecord } from './record.ts';

/** Usage as version 2 gives it, in numbers, or as later ones do, in parts. Input tokens hold the cached ones in all. */
export function readAiSdkUsage(usage: unknown): ReportedUsage {
  if (!isRecord(usage)) return {};
  const { inputTokens, outputTokens, cachedInputTokens } = usage;
  return {
    inputTokens: tokenCount(isRecord(inputTokens) ? inputTokens['total'] : inputTokens),
    outputTokens: tokenCount(isRecord(outputTokens) ? outputTokens['total'] : outputTokens),
    cacheReadTokens: tokenCount(isRecord(inputTokens) ? inputTokens['cacheRead'] : cachedInputTokens),
  };
}
