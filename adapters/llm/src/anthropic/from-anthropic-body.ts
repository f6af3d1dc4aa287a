import { completeUsage, type ModelCall, type QuotaSignal, type StreamPart } from '@naru/language-model';
import { ProviderFailure } from '../http/http-protocol.ts';
import { isRecord } from '../http/json-body.ts';
import { messageSchema } from './anthropic-wire.ts';
import { classifyAnthropicInBand } from './classify-anthropic-error.ts';
import { mapStopReason } from './map-stop-reason.ts';
import { callIdAt } from './call-id-at.ts';
import { addAnthropicUsage } from './read-anthropic-usage.ts';

/** The parts of a whole Messages answer; undefined when the body is none. @throws {ProviderFailure} */
export function fromAnthropicBody(
  body: unknown,
  call: ModelCall,
  quota: QuotaSignal | undefined,
): StreamPart[] | undefined {
  if (isRecord(body) && isRecord(body['error'])) {
    throw new ProviderFailure(classifyAnthropicInBand(body['error'], 'server'));
  }
  const { data: message } = messageSchema.safeParse(body);
  if (!message) return undefined;
  const content = message.content.flatMap(toPart);
  if (message.stop_reason === 'refusal' && !content.some(part => part.type !== 'reasoning-delta')) {
    throw new ProviderFailure({ kind: 'content_filter', detail: 'the provider refused' });
  }
  const usage = completeUsage(addAnthropicUsage({}, message.usage), call, () => content.map(textOf).join(''));
  return [
    { type: 'response', model: message.model, quota },
    ...content,
    { type: 'finish', reason: mapStopReason(message.stop_reason ?? undefined), usage },
  ];
}

function toPart(block: Readonly<Record<string, unknown>>, index: number): StreamPart[] {
  const { type, text, thinking, id, name, input } = block;
  if (type === 'text' && isText(text)) return [{ type: 'text-delta', text }];
  if (type === 'thinking' && isText(thinking)) return [{ type: 'reasoning-delta', text: thinking }];
  if (type !== 'tool_use' || !isText(name)) return [];
  const callId = isText(id) ? id : callIdAt(index);
  return [{ type: 'tool-call', id: callId, name, inputText: JSON.stringify(isRecord(input) ? input : {}) }];
}

function textOf(part: StreamPart): string {
  if (part.type === 'text-delta' || part.type === 'reasoning-delta') return part.text;
  return part.type === 'tool-call' ? part.name + part.inputText : '';
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
