import type { TokenUsage } from '@naru/language-model';
import type { Provider, ProviderPrices } from '../providers/provider.ts';
import type { RequestNeeds } from '../router.ts';

/** What an answer is taken to be long where nobody said. */
const USUAL_ANSWER_TOKENS = 300;

/** What the tokens cost, rounded up to whole micro-units so that nothing is free by rounding. */
export function costMicros(usage: TokenUsage, prices: ProviderPrices): number {
  const cached = Math.min(Math.max(0, usage.cacheReadTokens), Math.max(0, usage.inputTokens));
  const fresh = Math.max(0, usage.inputTokens) - cached;
  const per1k =
    fresh * prices.inputMicrosPer1k +
    cached * prices.cacheReadMicrosPer1k +
    Math.max(0, usage.outputTokens) * prices.outputMicrosPer1k;
  return Math.ceil(per1k / 1_000);
}

/** What a request is likely to cost: all its input, and the longest answer that it allows. */
export function estimatedCostMicros({ contextTokens, answerTokens }: RequestNeeds, prices: ProviderPrices): number {
  const inputTokens = Math.max(0, contextTokens - (answerTokens ?? 0));
  const outputTokens = answerTokens ?? USUAL_ANSWER_TOKENS;
  return costMicros({ inputTokens, outputTokens, cacheReadTokens: 0, estimated: true }, prices);
}

/** What the dearest of them is estimated to charge; 0 where no price is known. */
export function dearestMicros(needs: RequestNeeds, providers: readonly Pick<Provider, 'prices'>[]): number {
  return providers.reduce(
    (most, { prices }) => (prices ? Math.max(most, estimatedCostMicros(needs, prices)) : most),
    0,
  );
}
