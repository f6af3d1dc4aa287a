import { completeUsage, type ModelCall, type StreamPart } from '@naru/language-model';
import type { AiSdkPart } from './ai-sdk-wire.ts';
import { isBroken, mapFinishReason } from './map-finish-reason.ts';
import { ProviderFailure } from './provider-failure.ts';
import { readAiSdkUsage } from './read-ai-sdk-usage.ts';

/** Reads the parts of one stream of an AI SDK model. */
export class AiSdkStreamReader {
  readonly #call: ModelCall;
  readonly #texts: string[] = [];
  readonly #openInputs = new Set<string>();
  #parts = 0;
  #hasResponse = false;
  #hasContent = false;
  isComplete = false;

  constructor(call: ModelCall) {
    this.#call = call;
  }

  /**
   * Appends what a part says to `parts`. Kinds unknown here, and what the provider ran by itself, are passed over.
   *
   * @throws {ProviderFailure} when the answer broke or was withheld; what an `error` part holds, as it is
   */
  read(part: AiSdkPart, parts: StreamPart[]): void {
    if (this.isComplete) return;
    this.#parts += 1;
    switch (part.type) {
      case 'response-metadata':
        return this.#respond(part.modelId, parts);
      case 'text-delta':
        return this.#say('text-delta', part.delta, parts);
      case 'reasoning-delta':
        return this.#say('reasoning-delta', part.delta, parts);
      case 'tool-input-start':
        return this.#startInput(part, parts);
      case 'tool-input-delta':
        if (!isText(part.delta) || part.id === undefined || !this.#openInputs.has(part.id)) return;
        parts.push({ type: 'tool-call-delta', id: part.id, inputText: part.delta });
        return;
      case 'tool-call':
        return this.#callTool(part, parts);
      case 'error':
        throw part.error;
      case 'finish':
        return this.#finish(part, parts);
    }
  }

  /** Nothing more will come. @throws {ProviderFailure} when the answer is not complete */
  end(): void {
    if (this.isComplete) return;
    const detail = this.#parts === 0 ? 'a stream without a part' : 'the stream ended without a finish reason';
    throw new ProviderFailure({ kind: this.#parts === 0 ? 'empty' : 'stream_broken', detail });
  }

  #respond(model: string | undefined, parts: StreamPart[]): void {
    if (this.#hasResponse) return;
    this.#hasResponse = true;
    parts.push({ type: 'response', model });
  }

  #say(type: 'text-delta' | 'reasoning-delta', text: string | undefined, parts: StreamPart[]): void {
    if (!isText(text)) return;
    this.#respond(undefined, parts);
    if (type === 'text-delta') this.#hasContent = true;
    this.#texts.push(text);
    parts.push({ type, text });
  }

  #startInput({ id, toolName, providerExecuted, inputEncoding }: AiSdkPart, parts: StreamPart[]): void {
    // Deltas of a plain text are not pieces of the JSON text that our deltas are.
    if (!isText(id) || !isText(toolName) || providerExecuted || inputEncoding === 'text') return;
    this.#respond(undefined, parts);
    this.#openInputs.add(id);
    parts.push({ type: 'tool-call-start', id, name: toolName });
  }

  #callTool(part: AiSdkPart, parts: StreamPart[]): void {
    const call = toToolCall(part);
    if (!call) return;
    this.#respond(undefined, parts);
    this.#hasContent = true;
    this.#openInputs.delete(call.id);
    this.#texts.push(call.name, call.inputText);
    parts.push({ type: 'tool-call', ...call });
  }

  #finish({ finishReason, usage }: AiSdkPart, parts: StreamPart[]): void {
    if (isBroken(finishReason)) {
      throw new ProviderFailure({ kind: 'stream_error', detail: 'an answer that ended as an error' });
    }
    const reason = mapFinishReason(finishReason);
    if (reason.unified === 'content-filter' && !this.#hasContent) {
      throw new ProviderFailure({ kind: 'content_filter', detail: 'the provider withheld the answer' });
    }
    this.#respond(undefined, parts);
    this.isComplete = true;
    const counted = completeUsage(readAiSdkUsage(usage), this.#call, () => this.#texts.join(''));
    parts.push({ type: 'finish', reason, usage: counted });
  }
}

/** A call of a tool of ours; nothing for one that the provider ran itself. */
export function toToolCall({ toolCallId: id, toolName: name, input, providerExecuted }: AiSdkPart) {
  if (!isText(id) || !isText(name) || providerExecuted) return undefined;
  const inputText = typeof input === 'string' ? input : JSON.stringify(input ?? {});
  return { id, name, inputText: inputText === '' ? '{}' : inputText };
}

export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
