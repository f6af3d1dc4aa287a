import { completeUsage, type ModelCall, type StreamPart } from '@naru/language-model';
import type { BedrockAnswer, BedrockBlock } from './bedrock-wire.ts';
import { isRecord } from './json.ts';
import { mapStopReason } from './map-stop-reason.ts';
import { ProviderFailure } from './provider-failure.ts';
import { readBedrockUsage } from './read-bedrock-usage.ts';

/**
 * The parts of a whole answer of Converse, after `response`.
 *
 * @throws {ProviderFailure} `server` when it is no answer, `content_filter` when it was withheld before any word
 */
export function fromBedrockBody({ output, stopReason, usage }: BedrockAnswer, call: ModelCall): StreamPart[] {
  const blocks: unknown = output?.message?.content;
  if (!Array.isArray(blocks)) {
    throw new ProviderFailure({ kind: 'server', status: 200, detail: 'a body that is not an answer of its protocol' });
  }
  const content = blocks.flatMap(toPart);
  const reason = mapStopReason(stopReason);
  if (reason.unified === 'content-filter' && !content.some(part => part.type !== 'reasoning-delta')) {
    throw new ProviderFailure({ kind: 'content_filter', detail: 'the provider withheld the answer' });
  }
  const outputText = (): string => content.map(textOf).join('');
  return [...content, { type: 'finish', reason, usage: completeUsage(readBedrockUsage(usage), call, outputText) }];
}

function toPart(block: BedrockBlock): StreamPart[] {
  if (!isRecord(block)) return [];
  if (isText(block.text)) return [{ type: 'text-delta', text: block.text }];
  const thought = block.reasoningContent?.reasoningText?.text;
  if (isText(thought)) return [{ type: 'reasoning-delta', text: thought }];
  const { toolUseId: id, name, input } = block.toolUse ?? {};
  if (!isText(id) || !isText(name)) return [];
  // What is no object is handed on as it is, so that whoever checks inputs can say so.
  return [{ type: 'tool-call', id, name, inputText: JSON.stringify(input ?? {}) }];
}

function textOf(part: StreamPart): string {
  if (part.type === 'text-delta' || part.type === 'reasoning-delta') return part.text;
  return part.type === 'tool-call' ? part.name + part.inputText : '';
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
