import {
  completeUsage,
  type ReportedUsage,
  type ModelCall,
  type QuotaSignal,
  type StreamPart,
  type TokenUsage,
} from '@naru/language-model';
import { ProviderFailure, type ReadResult, type StreamReader } from '../http/http-protocol.ts';
import { isRecord, parseJson } from '../http/json-body.ts';
import type { SseEvent } from '../http/sse-parser.ts';
import { classifyOpenaiInBand } from './classify-openai-error.ts';
import { HeldFrames } from './held-frames.ts';
import { mapStopReason } from './map-stop-reason.ts';
import type { OpenaiChoice, OpenaiFrame } from './openai-wire.ts';
import { openaiUsage, readOpenaiUsage } from './read-openai-usage.ts';
import { repairToolCalls } from './repair-tool-calls.ts';
import { ToolCallMerger } from './tool-call-merger.ts';

type Mutable<Part> = Part extends unknown ? { -readonly [Field in keyof Part]: Part[Field] } : never;

/** Reads the chunks of a Chat Completions stream. */
export class OpenaiStreamReader implements StreamReader {
  readonly #call: ModelCall;
  readonly #quota: QuotaSignal | undefined;
  readonly #frames: HeldFrames | undefined;
  readonly #keepsUsage: boolean;
  readonly #toolCalls: ToolCallMerger;
  readonly #texts: string[] = [];
  #hasResponse = false;
  #hasContent = false;
  #refused = false;
  #usage: ReportedUsage | undefined;
  #finishReason: string | undefined;
  /** Of the frame that is being read, where they are not as a client needs them. */
  #repairedCalls: readonly unknown[] | undefined;

  constructor(call: ModelCall, quota: QuotaSignal | undefined, keepFrames: boolean) {
    this.#call = call;
    this.#quota = quota;
    this.#frames = keepFrames ? new HeldFrames() : undefined;
    this.#keepsUsage = asksForUsage(call);
    this.#toolCalls = new ToolCallMerger(toolCallIdPrefix(call));
  }

  read({ data, frame: bytes }: SseEvent, parts: StreamPart[]): ReadResult {
    if (data === '[DONE]') return this.#done(parts);
    const frame = parseJson(data);
    if (!isRecord(frame)) return 'malformed';
    if (frame['error'] !== undefined && frame['error'] !== null) {
      throw new ProviderFailure(classifyOpenaiInBand(frame['error'], 'stream_error'));
    }
    const choices: unknown = (frame as OpenaiFrame).choices ?? [];
    if (!Array.isArray(choices)) return 'malformed';
    const partsBefore = this.#respond(frame, parts);
    const choice: unknown = choices.find(other => isRecord(other) && (other['index'] ?? 0) === 0);
    const usage = frame['usage'] ? readOpenaiUsage(frame['usage']) : undefined;
    if (usage) this.#usage = usage;
    if (isRecord(choice)) this.#readChoice(choice, parts);
    if (this.#frames) this.#passOn(frame, bytes, usage !== undefined, parts, partsBefore);
    return this.#finishReason === undefined ? 'open' : 'finishing';
  }

  end(parts: StreamPart[]): boolean {
    if (this.#finishReason === undefined) return false;
    this.#finish(parts);
    return true;
  }

  /** The terminator says that no more comes, not that the answer is whole: that is the finish reason's to say. */
  #done(parts: StreamPart[]): ReadResult {
    if (this.#finishReason === undefined) {
      if (this.#hasContent) throw new ProviderFailure({ kind: 'stream_broken', detail: 'no finish reason' });
      throw new ProviderFailure({ kind: 'empty', detail: 'a terminator and nothing before it' });
    }
    this.#finish(parts);
    return 'complete';
  }

  #respond(frame: OpenaiFrame, parts: StreamPart[]): number {
    if (!this.#hasResponse) {
      this.#hasResponse = true;
      const model = typeof frame.model === 'string' ? frame.model : undefined;
      parts.push({ type: 'response', model, quota: this.#quota });
    }
    return parts.length;
  }

  #readChoice(choice: OpenaiChoice, parts: StreamPart[]): void {
    const delta = choice.delta;
    if (isRecord(delta)) {
      const reasoning = delta['reasoning_content'] ?? delta['reasoning'];
      if (isText(reasoning)) {
        this.#texts.push(reasoning);
        parts.push({ type: 'reasoning-delta', text: reasoning });
      }
      if (isText(delta['content'])) {
        this.#hasContent = true;
        this.#texts.push(delta['content']);
        parts.push({ type: 'text-delta', text: delta['content'] });
      }
      if (isText(delta['refusal'])) this.#refuse();
      if (Array.isArray(delta['tool_calls'])) {
        this.#readToolCalls(delta['tool_calls'], parts);
      }
    }
    if (typeof choice.finish_reason === 'string' && choice.finish_reason !== '') {
      this.#finishReason = choice.finish_reason;
      if (choice.finish_reason === 'content_filter') this.#refuse();
    }
  }

  #readToolCalls(pieces: readonly unknown[], parts: StreamPart[]): void {
    const places = pieces.map(piece => this.#toolCalls.add(piece, parts));
    this.#hasContent ||= places.some(place => place !== undefined);
    if (this.#frames) this.#repairedCalls = repairToolCalls(pieces, places);
  }

  /** Before any word the router may still choose; after some, the answer ends with its reason. */
  #refuse(): void {
    if (!this.#hasContent) throw new ProviderFailure({ kind: 'content_filter', detail: 'the provider refused' });
    this.#refused = true;
  }

  #passOn(
    frame: Readonly<Record<string, unknown>>,
    bytes: Uint8Array,
    hasUsage: boolean,
    parts: StreamPart[],
    from: number,
  ): void {
    const frames = this.#frames;
    if (!frames) return;
    const changed = this.#changedFrame(frame, hasUsage);
    if (changed === frame) frames.hold(bytes);
    else if (Array.isArray(changed['choices']) && (changed['choices'].length > 0 || changed['usage'])) {
      frames.holdChanged(changed);
    }
    const part = parts[from] as Mutable<StreamPart> | undefined;
    if (part) part.frame = frames.takeHeld();
  }

  /** The frame as the caller may have it: itself, unless it holds what was not asked for or cannot be. */
  #changedFrame(frame: Readonly<Record<string, unknown>>, hasUsage: boolean): Readonly<Record<string, unknown>> {
    let changed = frame;
    if (this.#repairedCalls) changed = withToolCalls(changed, this.#repairedCalls);
    this.#repairedCalls = undefined;
    if (!hasUsage) return changed;
    const { usage: _, ...rest } = changed;
    if (!this.#keepsUsage) return rest;
    if (this.#usage?.inputTokens !== undefined && this.#usage.outputTokens !== undefined) return changed;
    // Estimated once: before the end it would be anew with every frame.
    return this.#finishReason === undefined ? rest : { ...rest, usage: openaiUsage(this.#usageSoFar()) };
  }

  #usageSoFar(): TokenUsage {
    const calls = this.#toolCalls.complete();
    const written = (): string => [...this.#texts, ...calls.map(call => call.name + call.inputText)].join('');
    return completeUsage(this.#usage ?? {}, this.#call, written);
  }

  #finish(parts: StreamPart[]): void {
    const calls = this.#toolCalls.complete();
    for (const call of calls) parts.push({ type: 'tool-call', ...call });
    const reason = mapStopReason(this.#refused ? 'content_filter' : this.#finishReason, calls.length > 0);
    const usage = this.#usageSoFar();
    parts.push({ type: 'finish', reason, usage, ...(this.#frames ? { frame: this.#frames.takeLast() } : {}) });
  }
}

/** Unique from step to step of a conversation: its history only grows. */
export function toolCallIdPrefix({ prompt }: ModelCall): string {
  return `call_${prompt.messages.length}_`;
}

function withToolCalls(
  frame: Readonly<Record<string, unknown>>,
  toolCalls: readonly unknown[],
): Readonly<Record<string, unknown>> {
  const choices = (frame['choices'] as readonly unknown[]).map(choice => {
    if (!isRecord(choice) || (choice['index'] ?? 0) !== 0 || !isRecord(choice['delta'])) return choice;
    return { ...choice, delta: { ...choice['delta'], tool_calls: toolCalls } };
  });
  return { ...frame, choices };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function asksForUsage({ raw }: ModelCall): boolean {
  const options = raw?.body['stream_options'];
  return isRecord(options) && options['include_usage'] === true;
}
