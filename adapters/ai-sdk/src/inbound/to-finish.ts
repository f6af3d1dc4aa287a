import type { LanguageModelV4FinishReason, LanguageModelV4Usage, SharedV4ProviderMetadata } from '@ai-sdk/provider';
import type { FinishPart, ServedPart } from '@naru/language-model';

export interface Finish {
  readonly finishReason: LanguageModelV4FinishReason;
  readonly usage: LanguageModelV4Usage;
  readonly providerMetadata: SharedV4ProviderMetadata;
}

/** How an answer ended, and who gave it. */
export function toFinish({ reason, usage, costMicros }: FinishPart, served: ServedPart | undefined): Finish {
  return {
    finishReason: { unified: reason.unified, raw: reason.raw },
    usage: {
      inputTokens: {
        total: usage.inputTokens,
        noCache: usage.inputTokens - usage.cacheReadTokens,
        cacheRead: usage.cacheReadTokens,
        cacheWrite: undefined,
      },
      outputTokens: { total: usage.outputTokens, text: undefined, reasoning: undefined },
    },
    providerMetadata: {
      naru: {
        ...toMetadata(served),
        usageEstimated: usage.estimated,
        ...(costMicros === undefined ? {} : { costMicros }),
      },
    },
  };
}

/** What nobody counted, because the answer broke. */
export const UNKNOWN_USAGE: LanguageModelV4Usage = {
  inputTokens: { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined },
  outputTokens: { total: undefined, text: undefined, reasoning: undefined },
};

function toMetadata(served: ServedPart | undefined) {
  if (!served) return {};
  const { provider, model, attempts, decisionId, reason, isFallback } = served;
  return { provider, model, attempts, decisionId, reason, isFallback };
}
