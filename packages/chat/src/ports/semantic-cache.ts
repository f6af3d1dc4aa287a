import type { SourceCitation } from '../assistant/assistant.ts';

/**
 * Answers that are the same for everybody who asks (C-CAC-1). Exact: the key is a hash of normalised question,
 * prompt version, language, assistant and context version. Errors of an adapter are misses, never faults.
 */
export interface SemanticCachePort {
  read(key: string): Promise<CachedAnswer | undefined>;
  /** Kept for the cache's time to live. */
  write(key: string, answer: CachedAnswer): Promise<void>;
}

export interface CachedAnswer {
  readonly text: string;
  readonly citations: readonly SourceCitation[];
  /** Who said it first. */
  readonly provider: string;
  readonly model: string;
}
