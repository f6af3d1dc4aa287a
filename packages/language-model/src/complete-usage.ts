import { estimateTokens } from './estimate-tokens.ts';
import type { ModelCall } from './language-model.ts';
import type { TokenUsage } from './token-usage.ts';

/** What a provider said of its tokens. */
export interface ReportedUsage {
  /** All input tokens, cached ones included. */
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
  readonly cacheReadTokens?: number | undefined;
}

/**
 * The usage of a call: as reported, and whatever is missing estimated from the texts and flagged so.
 *
 * @param outputText gives everything that the model wrote; called only when it did not count itself
 */
export function completeUsage(reported: ReportedUsage, call: ModelCall, outputText: () => string): TokenUsage {
  const { inputTokens, outputTokens, cacheReadTokens = 0 } = reported;
  const input = inputTokens ?? estimateInputTokens(call);
  return {
    inputTokens: input,
    outputTokens: outputTokens ?? estimateTokens(outputText()),
    cacheReadTokens: Math.min(cacheReadTokens, input),
    estimated: inputTokens === undefined || outputTokens === undefined,
  };
}

/** A count of tokens as reported, or undefined where it is missing, negative or no whole number. */
export function tokenCount(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function estimateInputTokens({ prompt, tools }: ModelCall): number {
  const messages = prompt.messages.map(message => (message.role === 'tool' ? message.resultText : message.text));
  return estimateTokens([...messages, tools.length > 0 ? JSON.stringify(tools) : ''].join('\n'));
}
