import { completeUsage, type ModelCall, type QuotaSignal, type StreamPart } from '@naru/language-model';
import { ProviderFailure, type ReadResult, type StreamReader } from '../http/http-protocol.ts';
import { isRecord, parseJson } from '../http/json-body.ts';
import type { SseEvent } from '../http/sse-parser.ts';
import { classifyGenerateInBand } from './classify-generate-error.ts';
import { mapStopReason } from './map-stop-reason.ts';
import { readCitations, readGenerateUsage } from './read-generate-answer.ts';

/** Reads the events `delta`, `done` and `error` of a `generate` stream. Other events are passed over. */
export class GenerateStreamReader implements StreamReader {
  readonly #call: ModelCall;
  readonly #quota: QuotaSignal | undefined;
  readonly #texts: string[] = [];
  #hasResponse = false;

  constructor(call: ModelCall, quota: QuotaSignal | undefined) {
    this.#call = call;
    this.#quota = quota;
  }

  read({ event, data }: SseEvent, parts: StreamPart[]): ReadResult {
    if (event !== 'delta' && event !== 'done' && event !== 'error') return 'open';
    const body = parseJson(data);
    if (event === 'error') throw new ProviderFailure(classifyGenerateInBand(body, 'stream_error'));
    if (!isRecord(body)) return 'malformed';
    if (!this.#hasResponse) {
      this.#hasResponse = true;
      parts.push({ type: 'response', quota: this.#quota });
    }
    if (event === 'done') return this.#finish(body, parts);
    const { text } = body;
    if (typeof text !== 'string') return 'malformed';
    if (text === '') return 'open';
    this.#texts.push(text);
    parts.push({ type: 'text-delta', text });
    return 'open';
  }

  /** Only `done` ends an answer. */
  end(): boolean {
    return false;
  }

  #finish(body: Readonly<Record<string, unknown>>, parts: StreamPart[]): ReadResult {
    const citations = readCitations(body['citations']);
    if (citations.length > 0) parts.push({ type: 'sources', citations });
    const usage = completeUsage(readGenerateUsage(body['usage']), this.#call, () => this.#texts.join(''));
    parts.push({ type: 'finish', reason: mapStopReason(body['finish_reason']), usage });
    return 'complete';
  }
}
