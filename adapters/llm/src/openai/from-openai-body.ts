import { completeUsage, type ModelCall, type QuotaSignal, type StreamPart } from '@naru/language-model';
import { ProviderFailure } from '../http/http-protocol.ts';
import { isRecord } from '../http/json-body.ts';
import { classifyOpenaiInBand } from './classify-openai-error.ts';
import { toolCallIdPrefix } from './from-openai-stream.ts';
import { mapStopReason } from './map-stop-reason.ts';
import { readCompletion } from './read-completion.ts';
import { openaiUsage, readOpenaiUsage } from './read-openai-usage.ts';
import { ToolCallMerger } from './tool-call-merger.ts';

/** The parts of a whole Chat Completions answer; undefined when the body is none. @throws {ProviderFailure} */
export function fromOpenaiBody(
  body: unknown,
  call: ModelCall,
  quota: QuotaSignal | undefined,
): StreamPart[] | undefined {
  if (isRecord(body) && body['error'] !== undefined && body['error'] !== null) {
    throw new ProviderFailure(classifyOpenaiInBand(body['error'], 'server'));
  }
  const completion = readCompletion(body);
  if (!completion) return undefined;
  const { text, refusal, reasoning, finishReason, toolCalls: pieces } = completion;
  if (text === '' && pieces.length === 0 && (refusal !== '' || finishReason === 'content_filter')) {
    throw new ProviderFailure({ kind: 'content_filter', detail: 'the provider refused' });
  }

  const parts: StreamPart[] = [{ type: 'response', model: completion.model, quota }];
  if (reasoning !== '') parts.push({ type: 'reasoning-delta', text: reasoning });
  if (text !== '') parts.push({ type: 'text-delta', text });
  const merger = new ToolCallMerger(toolCallIdPrefix(call));
  for (const piece of pieces) merger.add(piece, []);
  const calls = merger.complete();
  for (const toolCall of calls) parts.push({ type: 'tool-call', ...toolCall });
  const written = (): string => [reasoning, text, ...calls.map(({ name, inputText }) => name + inputText)].join('');
  const usage = completeUsage(readOpenaiUsage(completion.usage) ?? {}, call, written);
  const reason = mapStopReason(finishReason, calls.length > 0);
  // A caller who gets the provider's bytes must not be given counts that cannot be.
  const isWrong = usage.estimated && isRecord(completion.usage);
  const mayChange = isWrong && call.raw?.protocol === 'openai' && call.settings.mode === 'json';
  const frame = mayChange ? jsonBytes({ ...(body as object), usage: openaiUsage(usage) }) : undefined;
  parts.push({ type: 'finish', reason, usage, ...(frame && { frame }) });
  return parts;
}

function jsonBytes(value: object): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}
