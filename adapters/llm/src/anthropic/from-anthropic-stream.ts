import {
  completeUsage,
  type ReportedUsage,
  type ModelCall,
  type QuotaSignal,
  type StreamPart,
  type ToolCall,
} from '@naru/language-model';
import { ProviderFailure, type ReadResult, type StreamReader } from '../http/http-protocol.ts';
import { isRecord, parseJson } from '../http/json-body.ts';
import type { SseEvent } from '../http/sse-parser.ts';
import type { AnthropicEvent } from './anthropic-wire.ts';
import { classifyAnthropicInBand } from './classify-anthropic-error.ts';
import { mapStopReason } from './map-stop-reason.ts';
import { callIdAt } from './call-id-at.ts';
import { addAnthropicUsage } from './read-anthropic-usage.ts';

interface OpenCall {
  readonly id: string;
  readonly name: string;
  /** The input as the block's start gave it; used when no piece follows. */
  readonly startInput: unknown;
  readonly inputTexts: string[];
}

const MAX_OPEN_CALLS = 128;

/** Reads the events of a Messages stream. Blocks are told apart by index, so that they may be interleaved. */
export class AnthropicStreamReader implements StreamReader {
  readonly #call: ModelCall;
  readonly #quota: QuotaSignal | undefined;
  readonly #openCalls = new Map<unknown, OpenCall>();
  readonly #texts: string[] = [];
  #hasResponse = false;
  #hasContent = false;
  #usage: ReportedUsage = {};
  #stopReason: string | undefined;

  constructor(call: ModelCall, quota: QuotaSignal | undefined) {
    this.#call = call;
    this.#quota = quota;
  }

  read({ data }: SseEvent, parts: StreamPart[]): ReadResult {
    const event = parseJson(data);
    if (!isRecord(event)) return 'malformed';
    const { type } = event as AnthropicEvent;
    switch (type) {
      case 'message_start':
        this.#start(event, parts);
        break;
      case 'content_block_start':
        return this.#startBlock(event, parts);
      case 'content_block_delta':
        return this.#readDelta(event, parts);
      case 'content_block_stop':
        this.#completeCall(event['index'], parts);
        break;
      case 'message_delta':
        this.#readEnd(event);
        break;
      case 'message_stop':
        return this.#stop(parts);
      case 'error':
        throw new ProviderFailure(classifyAnthropicInBand(event['error'], 'stream_error'));
      default:
        // `ping`, and whatever else comes to be: Anthropic asks clients to pass over types they do not know.
        if (typeof type !== 'string') return this.#readUntyped(event);
    }
    return this.#progress();
  }

  end(parts: StreamPart[]): boolean {
    if (this.#stopReason === undefined) return false;
    this.#finish(parts);
    return true;
  }

  #progress(): ReadResult {
    return this.#stopReason === undefined ? 'open' : 'finishing';
  }

  #readUntyped(event: AnthropicEvent): ReadResult {
    if (isRecord(event.error)) throw new ProviderFailure(classifyAnthropicInBand(event.error, 'stream_error'));
    return 'malformed';
  }

  #start(event: AnthropicEvent, parts: StreamPart[]): void {
    const message = isRecord(event.message) ? event.message : {};
    this.#usage = addAnthropicUsage(this.#usage, message['usage']);
    this.#respond(typeof message['model'] === 'string' ? message['model'] : undefined, parts);
  }

  #respond(model: string | undefined, parts: StreamPart[]): void {
    if (this.#hasResponse) return;
    this.#hasResponse = true;
    parts.push({ type: 'response', model, quota: this.#quota });
  }

  #startBlock(event: AnthropicEvent, parts: StreamPart[]): ReadResult {
    const block = event.content_block;
    if (!isRecord(block)) return 'malformed';
    this.#respond(undefined, parts);
    if (block['type'] === 'text') this.#say(block['text'], parts);
    if (block['type'] === 'tool_use') {
      const { name, input } = block;
      if (!isText(name)) return 'malformed';
      const id = isText(block['id']) ? block['id'] : callIdAt(event.index);
      if (this.#openCalls.size >= MAX_OPEN_CALLS) return 'malformed';
      this.#hasContent = true;
      this.#openCalls.set(event.index, { id, name, startInput: input, inputTexts: [] });
      parts.push({ type: 'tool-call-start', id, name });
    }
    return this.#progress();
  }

  #readDelta(event: AnthropicEvent, parts: StreamPart[]): ReadResult {
    const delta = event.delta;
    if (!isRecord(delta)) return 'malformed';
    this.#respond(undefined, parts);
    if (delta['type'] === 'text_delta') this.#say(delta['text'], parts);
    if (delta['type'] === 'thinking_delta' && isText(delta['thinking'])) {
      this.#texts.push(delta['thinking']);
      parts.push({ type: 'reasoning-delta', text: delta['thinking'] });
    }
    if (delta['type'] === 'input_json_delta' && isText(delta['partial_json'])) {
      const call = this.#openCalls.get(event.index);
      if (!call) return 'malformed';
      call.inputTexts.push(delta['partial_json']);
      parts.push({ type: 'tool-call-delta', id: call.id, inputText: delta['partial_json'] });
    }
    return this.#progress();
  }

  #say(text: unknown, parts: StreamPart[]): void {
    if (!isText(text)) return;
    this.#hasContent = true;
    this.#texts.push(text);
    parts.push({ type: 'text-delta', text });
  }

  #completeCall(index: unknown, parts: StreamPart[]): void {
    const call = this.#openCalls.get(index);
    if (!call) return;
    this.#openCalls.delete(index);
    const toolCall = wholeCall(call);
    this.#texts.push(toolCall.name, toolCall.inputText);
    parts.push({ type: 'tool-call', ...toolCall });
  }

  #readEnd(event: AnthropicEvent): void {
    this.#usage = addAnthropicUsage(this.#usage, event.usage);
    const reason = isRecord(event.delta) ? event.delta['stop_reason'] : undefined;
    if (!isText(reason)) return;
    this.#stopReason = reason;
    if (reason === 'refusal' && !this.#hasContent) {
      throw new ProviderFailure({ kind: 'content_filter', detail: 'the provider refused' });
    }
  }

  #stop(parts: StreamPart[]): ReadResult {
    if (this.#stopReason === undefined) {
      const kind = this.#hasContent ? 'stream_broken' : 'empty';
      throw new ProviderFailure({ kind, detail: 'a terminator without a stop reason' });
    }
    this.#finish(parts);
    return 'complete';
  }

  #finish(parts: StreamPart[]): void {
    for (const index of this.#openCalls.keys()) this.#completeCall(index, parts);
    const usage = completeUsage(this.#usage, this.#call, () => this.#texts.join(''));
    parts.push({ type: 'finish', reason: mapStopReason(this.#stopReason), usage });
  }
}

function wholeCall({ id, name, startInput, inputTexts }: OpenCall): ToolCall {
  const inputText = inputTexts.join('');
  return { id, name, inputText: inputText || JSON.stringify(isRecord(startInput) ? startInput : {}) };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
