import { estimateTokens, type ModelCall, type Prompt } from '@naru/language-model';
import type { TokenPrices } from '../../ports/price-quote.ts';

/** The longest answer of a call that says nothing of it. */
const UNSAID_ANSWER_TOKENS = 4_000;

/** What a call has a model read and, at most, write. Estimated. */
export interface CallTokens {
  readonly inputTokens: number;
  readonly maxOutputTokens: number;
}

export function tokensOfCall({
  prompt,
  tools,
  settings,
}: Pick<ModelCall, 'prompt' | 'tools' | 'settings'>): CallTokens {
  const texts = [
    ...prompt.messages.flatMap(textsOf),
    ...tools.flatMap(({ name, description, inputSchema }) => [name, description, JSON.stringify(inputSchema)]),
  ];
  return {
    inputTokens: texts.reduce((sum, text) => sum + estimateTokens(text), 0),
    maxOutputTokens: settings.maxTokens ?? UNSAID_ANSWER_TOKENS,
  };
}

export function microsOf(inputTokens: number, outputTokens: number, prices: TokenPrices): number {
  return (inputTokens * prices.inputMicrosPer1k + outputTokens * prices.outputMicrosPer1k) / 1_000;
}

/** What the dearest of them would charge, since any of them may come to answer; 0 where no price is known. */
export function dearestMicros({ inputTokens, maxOutputTokens }: CallTokens, prices: readonly TokenPrices[]): number {
  return Math.ceil(Math.max(0, ...prices.map(price => microsOf(inputTokens, maxOutputTokens, price))));
}

function textsOf(message: Prompt['messages'][number]): readonly string[] {
  if (message.role === 'tool') return [message.resultText];
  const calls = message.role === 'assistant' ? (message.toolCalls ?? []) : [];
  return [message.text, ...calls.flatMap(({ name, inputText }) => [name, inputText])];
}
