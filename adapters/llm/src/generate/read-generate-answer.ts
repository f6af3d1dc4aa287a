import { type ReportedUsage, tokenCount, type Citation } from '@naru/language-model';
import { isRecord } from '../http/json-body.ts';

const MAX_CITATIONS = 100;

/**
 * The citations of an answer: ids of sources, or objects with an id (`source_id`, `sourceId`, `id`) and perhaps
 * a `quote`. What is neither is left out.
 */
export function readCitations(value: unknown): Citation[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, MAX_CITATIONS).flatMap((entry: unknown): Citation[] => {
    if (typeof entry === 'string') return entry === '' ? [] : [{ sourceId: entry }];
    if (!isRecord(entry)) return [];
    const sourceId = entry['source_id'] ?? entry['sourceId'] ?? entry['id'];
    if (typeof sourceId !== 'string' || sourceId === '') return [];
    return [typeof entry['quote'] === 'string' ? { sourceId, quote: entry['quote'] } : { sourceId }];
  });
}

/** Token counts, by the names that are in use. */
export function readGenerateUsage(usage: unknown): ReportedUsage {
  if (!isRecord(usage)) return {};
  return {
    inputTokens: tokenCount(usage['input_tokens'] ?? usage['prompt_tokens']),
    outputTokens: tokenCount(usage['output_tokens'] ?? usage['completion_tokens']),
    cacheReadTokens: tokenCount(usage['cache_read_tokens']),
  };
}
