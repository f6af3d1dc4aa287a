import type { ModelCall, ModelSettings, ToolChoice } from '@naru/language-model';
import type { BedrockRequest } from './bedrock-wire.ts';
import type { ModelTraits } from './model-traits.ts';
import { toBedrockMessages, toolNamesIn } from './to-bedrock-messages.ts';

type System = NonNullable<BedrockRequest['system']>;
type ToolConfig = NonNullable<BedrockRequest['toolConfig']>;

const CACHE_POINT = { cachePoint: { type: 'default' as const } };
/** Bedrock takes no more in one request. */
const MAX_CACHE_POINTS = 4;

/**
 * The request of Converse and ConverseStream.
 *
 * @throws {ProviderFailure} `bad_request` for what Converse cannot take
 */
export function toBedrockRequest(call: ModelCall, model: string, traits: ModelTraits): BedrockRequest {
  const { messages } = call.prompt;
  const system = toSystem(call, traits);
  const toolConfig = toToolConfig(call);
  return {
    modelId: model,
    messages: toBedrockMessages(messages),
    ...(system.length > 0 ? { system } : {}),
    ...(toolConfig ? { toolConfig } : {}),
    inferenceConfig: toInferenceConfig(call.settings, traits),
  };
}

function toSystem({ prompt }: ModelCall, { cachePoints }: ModelTraits): System {
  let pointsLeft = cachePoints ? MAX_CACHE_POINTS : 0;
  return prompt.messages.flatMap((message): System => {
    if (message.role !== 'system' || message.text.trim() === '') return [];
    if (!message.cachePoint || pointsLeft === 0) return [{ text: message.text }];
    pointsLeft -= 1;
    return [{ text: message.text }, CACHE_POINT];
  });
}

function toInferenceConfig(
  { maxTokens, temperature, topP, stop }: ModelSettings,
  { oneSamplingSetting }: ModelTraits,
): NonNullable<BedrockRequest['inferenceConfig']> {
  const takesTopP = topP !== undefined && !(oneSamplingSetting && temperature !== undefined);
  return {
    ...(maxTokens === undefined ? {} : { maxTokens }),
    ...(temperature === undefined ? {} : { temperature: Math.min(1, temperature) }),
    ...(takesTopP ? { topP } : {}),
    ...(stop?.length ? { stopSequences: [...stop] } : {}),
  };
}

/**
 * Converse knows no choice `none`, and wants tools wherever a message holds a call or a result. So with `none`, or
 * without tools, they are left out while nothing speaks of them; else they are named, and the choice is the model's.
 */
function toToolConfig({ prompt, tools, settings }: ModelCall): ToolConfig | undefined {
  const mentioned = toolNamesIn(prompt.messages);
  const isOffered = tools.length > 0 && settings.toolChoice !== 'none';
  if (!isOffered && mentioned.size === 0) return undefined;
  const known = new Set(tools.map(({ name }) => name));
  const specs = tools.map(({ name, description, inputSchema }) =>
    toTool(name, description === '' ? undefined : description, inputSchema),
  );
  const forgotten = tools.length > 0 ? [] : [...mentioned].filter(name => !known.has(name));
  const choice = isOffered ? toToolChoice(settings.toolChoice) : undefined;
  return {
    tools: [...specs, ...forgotten.map(name => toTool(name, 'No longer available.', { type: 'object' }))],
    ...(choice ? { toolChoice: choice } : {}),
  };
}

function toTool(name: string, description: string | undefined, schema: Readonly<Record<string, unknown>>) {
  return {
    toolSpec: { name, ...(description === undefined ? {} : { description }), inputSchema: { json: schema as never } },
  };
}

function toToolChoice(choice: ToolChoice | undefined): ToolConfig['toolChoice'] {
  if (choice === undefined || choice === 'none') return undefined;
  if (typeof choice !== 'string') return { tool: { name: choice.tool } };
  return choice === 'required' ? { any: {} } : { auto: {} };
}
