import { completeUsage, type ModelCall, type StreamPart } from '@naru/language-model';
import type { AiSdkCalls, AiSdkPart } from './ai-sdk-wire.ts';
import { isText, toToolCall } from './from-ai-sdk-stream.ts';
import { isBroken, mapFinishReason } from './map-finish-reason.ts';
import { ProviderFailure } from './provider-failure.ts';
import { readAiSdkUsage } from './read-ai-sdk-usage.ts';

type Answer = Awaited<ReturnType<AiSdkCalls['doGenerate']>>;

/** The parts of a whole answer. @throws {ProviderFailure} when it is none, broke or was withheld before any word */
export function fromAiSdkAnswer({ content, finishReason, usage, response }: Answer, call: ModelCall): StreamPart[] {
  if (!Array.isArray(content)) throw new ProviderFailure({ kind: 'server', detail: 'a body that is not an answer' });
  if (isBroken(finishReason)) {
    throw new ProviderFailure({ kind: 'server', detail: 'an answer that ended as an error' });
  }
  const parts = content.flatMap(toPart);
  const reason = mapFinishReason(finishReason);
  if (reason.unified === 'content-filter' && !parts.some(part => part.type !== 'reasoning-delta')) {
    throw new ProviderFailure({ kind: 'content_filter', detail: 'the provider withheld the answer' });
  }
  const outputText = (): string => parts.map(textOf).join('');
  return [
    { type: 'response', model: response?.modelId },
    ...parts,
    { type: 'finish', reason, usage: completeUsage(readAiSdkUsage(usage), call, outputText) },
  ];
}

function toPart(part: AiSdkPart): StreamPart[] {
  if (part.type === 'text' && isText(part.text)) return [{ type: 'text-delta', text: part.text }];
  if (part.type === 'reasoning' && isText(part.text)) return [{ type: 'reasoning-delta', text: part.text }];
  const toolCall = part.type === 'tool-call' ? toToolCall(part) : undefined;
  return toolCall ? [{ type: 'tool-call', ...toolCall }] : [];
}

function textOf(part: StreamPart): string {
  if (part.type === 'text-delta' || part.type === 'reasoning-delta') return part.text;
  return part.type === 'tool-call' ? part.name + part.inputText : '';
}
