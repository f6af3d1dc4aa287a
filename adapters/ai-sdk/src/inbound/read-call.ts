import type { LanguageModelV4CallOptions, SharedV4Warning } from '@ai-sdk/provider';
import type { Ids } from '@naru/kernel';
import type { CallLabels, CallMode, ModelCall, ModelSettings, ToolChoice, ToolDefinition } from '@naru/language-model';
import { readPrompt } from './read-prompt.ts';

/** A call of ours, and what of the AI SDK's could not be kept. */
export interface ReadCall {
  readonly call: ModelCall;
  readonly warnings: SharedV4Warning[];
}

/** Reads the options of `doGenerate` or `doStream`. */
export function readCall(options: LanguageModelV4CallOptions, mode: CallMode, ids: Ids, signal: AbortSignal): ReadCall {
  const warnings: SharedV4Warning[] = [];
  const { messages, dropped } = readPrompt(options.prompt, options.responseFormat);
  for (const feature of [...dropped, ...unsupported(options)]) warnings.push({ type: 'unsupported', feature });
  if (options.responseFormat?.type === 'json') {
    const details = 'asked for in the system prompt; no provider is made to keep to it';
    warnings.push({ type: 'compatibility', feature: 'responseFormat', details });
  }
  const tools = readTools(options, warnings);
  return {
    call: {
      prompt: { messages },
      tools,
      settings: readSettings(options, mode),
      signal,
      labels: readLabels(options, ids),
    },
    warnings,
  };
}

const SETTINGS = ['topK', 'presencePenalty', 'frequencyPenalty', 'seed'] as const;

function unsupported(options: LanguageModelV4CallOptions): readonly string[] {
  const set: string[] = SETTINGS.filter(name => options[name] !== undefined);
  const reasons = options.reasoning !== undefined && options.reasoning !== 'provider-default';
  return reasons ? [...set, 'reasoning'] : set;
}

function readTools({ tools = [] }: LanguageModelV4CallOptions, warnings: SharedV4Warning[]): readonly ToolDefinition[] {
  return tools.flatMap(tool => {
    if (tool.type === 'function') {
      const { name, description = '', inputSchema } = tool;
      return [{ name, description, inputSchema: inputSchema as ToolDefinition['inputSchema'] }];
    }
    warnings.push({ type: 'unsupported', feature: `provider-defined tool ${tool.id}` });
    return [];
  });
}

function readSettings(options: LanguageModelV4CallOptions, mode: CallMode): ModelSettings {
  const { maxOutputTokens, temperature, topP, stopSequences, tools, toolChoice } = options;
  return {
    mode,
    ...(maxOutputTokens === undefined ? {} : { maxTokens: maxOutputTokens }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { topP }),
    ...(stopSequences?.length ? { stop: stopSequences } : {}),
    ...(tools?.length && toolChoice ? { toolChoice: readToolChoice(toolChoice) } : {}),
  };
}

function readToolChoice(choice: NonNullable<LanguageModelV4CallOptions['toolChoice']>): ToolChoice {
  return choice.type === 'tool' ? { tool: choice.toolName } : choice.type;
}

const LABELS = ['tenant', 'tier', 'assistant', 'intent', 'sessionId'] as const;
const MAX_LABEL_CHARACTERS = 200;

function readLabels({ providerOptions }: LanguageModelV4CallOptions, ids: Ids): CallLabels {
  const given = new Map(Object.entries(providerOptions?.['naru'] ?? {}));
  const textAt = (name: string): string | undefined => {
    const value = given.get(name);
    return typeof value === 'string' && value !== '' ? value.slice(0, MAX_LABEL_CHARACTERS) : undefined;
  };
  const labels = LABELS.flatMap(name => {
    const value = textAt(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    requestId: textAt('requestId') ?? ids.newId(),
    traceId: textAt('traceId') ?? ids.newId(),
    ...Object.fromEntries(labels),
    ...(given.get('risk') === 'high' ? { risk: 'high' as const } : {}),
  };
}
