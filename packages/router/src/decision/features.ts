import { estimateTokens, type ModelCall, type Prompt } from '@naru/language-model';
import type { RequestNeeds, RouteQuestion } from '../router.ts';

/** What deciding may look at of a request. Holds no text of anybody's, so that it can be recorded. */
export interface Features extends RouteQuestion {
  readonly needs: RequestNeeds;
}

/** What the request is about; what nobody has named is `GENERAL`. */
export function intentOf({ intent }: Pick<RouteQuestion, 'intent'>): string {
  return intent === undefined ? 'GENERAL' : intent.toUpperCase();
}

/** The features of a call that goes by `policy`. */
export function featuresOf(call: ModelCall, policy: string): Features {
  const { intent, risk, tenant, tier, sessionId } = call.labels;
  const { maxTokens, mode } = call.settings;
  return {
    policy,
    mode,
    ...(intent !== undefined && { intent }),
    ...(risk !== undefined && { risk }),
    ...(tenant !== undefined && { tenant }),
    ...(tier !== undefined && { tier }),
    ...(sessionId !== undefined && { sessionId }),
    needs: {
      tools: call.tools.length > 0 || call.prompt.messages.some(speaksOfTools),
      vision: call.prompt.messages.some(message => message.role === 'user' && (message.images?.length ?? 0) > 0),
      contextTokens: inputTokensOf(call) + (maxTokens ?? 0),
      ...(maxTokens !== undefined && { answerTokens: maxTokens }),
    },
  };
}

/** A rough count of all that the model has to read. */
function inputTokensOf({ prompt, tools }: ModelCall): number {
  let tokens = 0;
  for (const message of prompt.messages) tokens += messageTokens(message);
  for (const { title, text } of prompt.sources ?? []) tokens += estimateTokens(title) + estimateTokens(text);
  for (const { name, description, inputSchema } of tools) {
    tokens += estimateTokens(name) + estimateTokens(description) + estimateTokens(JSON.stringify(inputSchema));
  }
  return tokens;
}

function messageTokens(message: Prompt['messages'][number]): number {
  if (message.role === 'tool') return estimateTokens(message.resultText);
  let tokens = estimateTokens(message.text);
  if (message.role === 'assistant') {
    for (const { name, inputText } of message.toolCalls ?? [])
      tokens += estimateTokens(name) + estimateTokens(inputText);
  }
  return tokens;
}

/** A conversation with tool calls in it cannot be shown to a model that knows no tools. */
function speaksOfTools(message: Prompt['messages'][number]): boolean {
  return message.role === 'tool' || (message.role === 'assistant' && (message.toolCalls?.length ?? 0) > 0);
}
