import { completeUsage, type ModelCall, type ReportedUsage, type StreamPart } from '@naru/language-model';
import type { BedrockEvent } from './bedrock-wire.ts';
import { mapStopReason } from './map-stop-reason.ts';
import { ProviderFailure } from './provider-failure.ts';
import { readBedrockUsage } from './read-bedrock-usage.ts';

interface OpenCall {
  readonly id: string;
  readonly name: string;
  readonly inputTexts: string[];
}

const MAX_OPEN_CALLS = 128;

/** Reads the events of one ConverseStream. Blocks are told apart by index, so that they may be interleaved. */
export class BedrockStreamReader {
  readonly #call: ModelCall;
  readonly #openCalls = new Map<unknown, OpenCall>();
  readonly #texts: string[] = [];
  #events = 0;
  #malformed = 0;
  #hasContent = false;
  #usage: ReportedUsage = {};
  #stopReason: string | undefined;
  #isComplete = false;

  constructor(call: ModelCall) {
    this.#call = call;
  }

  /** Whether the stop reason came, and only the usage is awaited. */
  get isFinishing(): boolean {
    return this.#stopReason !== undefined && !this.#isComplete;
  }

  get isComplete(): boolean {
    return this.#isComplete;
  }

  /**
   * Appends what an event says to `parts`. An event of a kind unknown here is passed over.
   *
   * @throws {ProviderFailure} when the answer was withheld, or at the second malformed event
   */
  read(event: BedrockEvent, parts: StreamPart[]): void {
    if (this.#isComplete) return;
    if (this.#events === 0) parts.push({ type: 'response' });
    this.#events += 1;
    if (event.contentBlockStart) this.#startBlock(event.contentBlockStart, parts);
    else if (event.contentBlockDelta) this.#readDelta(event.contentBlockDelta, parts);
    else if (event.contentBlockStop) this.#completeCall(event.contentBlockStop.contentBlockIndex, parts);
    else if (event.messageStop) this.#readStop(event.messageStop.stopReason);
    else if (event.metadata) this.#readMetadata(event.metadata, parts);
  }

  /** Nothing more will come. @throws {ProviderFailure} when the answer is not complete */
  end(parts: StreamPart[]): void {
    if (this.#isComplete) return;
    if (this.#stopReason !== undefined) return this.#finish(parts);
    const detail = this.#events === 0 ? 'a stream without an event' : 'the stream ended without a stop reason';
    throw new ProviderFailure({ kind: this.#events === 0 ? 'empty' : 'stream_broken', detail });
  }

  #startBlock({ contentBlockIndex, start }: NonNullable<BedrockEvent['contentBlockStart']>, parts: StreamPart[]): void {
    if (!start?.toolUse) return;
    const { toolUseId: id, name } = start.toolUse;
    if (!isText(id) || !isText(name) || this.#openCalls.size >= MAX_OPEN_CALLS) return this.#skip();
    this.#hasContent = true;
    this.#openCalls.set(contentBlockIndex, { id, name, inputTexts: [] });
    parts.push({ type: 'tool-call-start', id, name });
  }

  #readDelta({ contentBlockIndex, delta }: NonNullable<BedrockEvent['contentBlockDelta']>, parts: StreamPart[]): void {
    if (!delta) return this.#skip();
    if (isText(delta.text)) {
      this.#hasContent = true;
      this.#texts.push(delta.text);
      parts.push({ type: 'text-delta', text: delta.text });
    }
    const thought = delta.reasoningContent?.text;
    if (isText(thought)) {
      this.#texts.push(thought);
      parts.push({ type: 'reasoning-delta', text: thought });
    }
    const inputText = delta.toolUse?.input;
    if (isText(inputText)) {
      const call = this.#openCalls.get(contentBlockIndex);
      if (!call) return this.#skip();
      call.inputTexts.push(inputText);
      parts.push({ type: 'tool-call-delta', id: call.id, inputText });
    }
  }

  #completeCall(index: unknown, parts: StreamPart[]): void {
    const call = this.#openCalls.get(index);
    if (!call) return;
    this.#openCalls.delete(index);
    const inputText = call.inputTexts.join('') || '{}';
    this.#texts.push(call.name, inputText);
    parts.push({ type: 'tool-call', id: call.id, name: call.name, inputText });
  }

  #readStop(reason: string | undefined): void {
    if (!isText(reason)) return this.#skip();
    this.#stopReason = reason;
    if (mapStopReason(reason).unified === 'content-filter' && !this.#hasContent) {
      throw new ProviderFailure({ kind: 'content_filter', detail: 'the provider withheld the answer' });
    }
  }

  #readMetadata({ usage }: NonNullable<BedrockEvent['metadata']>, parts: StreamPart[]): void {
    this.#usage = readBedrockUsage(usage);
    if (this.#stopReason !== undefined) return this.#finish(parts);
    const kind = this.#hasContent ? 'stream_broken' : 'empty';
    throw new ProviderFailure({ kind, detail: 'a terminator without a stop reason' });
  }

  #finish(parts: StreamPart[]): void {
    for (const index of this.#openCalls.keys()) this.#completeCall(index, parts);
    const usage = completeUsage(this.#usage, this.#call, () => this.#texts.join(''));
    parts.push({ type: 'finish', reason: mapStopReason(this.#stopReason), usage });
    this.#isComplete = true;
  }

  #skip(): void {
    this.#malformed += 1;
    if (this.#malformed > 1) throw new ProviderFailure({ kind: 'stream_broken', detail: 'two malformed events' });
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
