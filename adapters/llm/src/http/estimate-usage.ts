import { estimateTokens, type ModelCall, type TokenUsage } from '@naru/language-model';

/** What a provider said of its tokens; whatever is missing is estimated from the texts. */
export interface ReportedUsage {
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
  readonly cacheReadTokens?: number | undefined;
}

/** @param outputText gives everything that the model wrote; called only when it did not count itself */
export function usageOf(reported: ReportedUsage, call: ModelCall, outputText: () => string): TokenUsage {
  const { inputTokens, outputTokens, cacheReadTokens = 0 } = reported;
  const input = inputTokens ?? estimateInputTokens(call);
  return {
    inputTokens: input,
    outputTokens: outputTokens ?? estimateTokens(outputText()),
    cacheReadTokens: Math.min(cacheReadTokens, input),
    estimated: inputTokens === undefined || outputTokens === undefined,
  };
}

function estimateInputTokens({ prompt, tools }: ModelCall): number {
  const messages = prompt.messages.map(message => (message.role === 'tool' ? message.resultText : message.text));
  const schemas = tools.length > 0 ? JSON.stringify(tools) : '';
  return estimateTokens([...messages, schemas].join('\n'));
}
