import type { ModelCall, StreamPart } from '@naru/language-model';
import { refusal, toModelError, unreadable } from './answer-errors.ts';
import type { HttpResponse } from './http-response.ts';
import { EventStream } from './event-stream.ts';
import type { HttpProtocol } from './http-protocol.ts';
import { parseJson } from './json-body.ts';
import type { HttpModelOptions } from './model-options.ts';
import { quotaSignal } from './quota-signal.ts';
import { readText } from './read-text.ts';

const MAX_JSON_BYTES = 16 * 1024 * 1024;
const MAX_STREAM_BYTES = 64 * 1024 * 1024;

type Batch = readonly StreamPart[];
type Step = IteratorResult<Batch, undefined>;

const OVER: Step = { done: true, value: undefined };

/** One reading of an answer. Nothing is sent before the first pull. */
export class HttpAnswer implements AsyncIterator<Batch, undefined> {
  readonly #call: ModelCall;
  readonly #options: HttpModelOptions;
  readonly #protocol: HttpProtocol;
  #response: HttpResponse | undefined;
  #events: EventStream | undefined;
  #state: 'unsent' | 'json' | 'stream' | 'over' = 'unsent';
  #hasLeft = false;

  constructor(call: ModelCall, options: HttpModelOptions, protocol: HttpProtocol) {
    this.#call = call;
    this.#options = options;
    this.#protocol = protocol;
  }

  next(): Promise<Step> {
    if (this.#state === 'stream' && this.#events) return this.#events.next().then(this.#onBatch, this.#onBroken);
    if (this.#state === 'over') return Promise.resolve(OVER);
    return this.#state === 'unsent' ? this.#begin() : this.#whole();
  }

  async return(): Promise<Step> {
    this.#hasLeft = true;
    this.#close();
    return OVER;
  }

  readonly #onBatch = (batch: Batch | undefined): Step => {
    if (batch && this.#state !== 'over') return { done: false, value: batch };
    this.#close();
    return OVER;
  };

  readonly #onBroken = (error: unknown): Step => {
    // What breaks because its reader has gone is nobody's failure.
    if (this.#hasLeft) return OVER;
    this.#close();
    throw toModelError(this.#options.id, error, this.#call.signal);
  };

  async #begin(): Promise<Step> {
    try {
      return await this.#first();
    } catch (error) {
      return this.#onBroken(error);
    }
  }

  async #first(): Promise<Step> {
    const { id, clock } = this.#options;
    const response = await this.#send();
    this.#response = response;
    if (this.#hasLeft) {
      response.close();
      return OVER;
    }
    if (response.status !== 200) throw await refusal(response, this.#options, this.#protocol);
    const encoding = response.header('content-encoding') ?? 'identity';
    if (encoding !== 'identity') throw unreadable(id, 'an encoding that was not asked for');
    const type = response.header('content-type')?.toLowerCase() ?? '';
    if (type.includes('html')) throw unreadable(id, 'an HTML page instead of an answer');
    if (this.#call.settings.mode === 'stream' && !type.includes('json')) {
      this.#state = 'stream';
      this.#events = new EventStream(response, this.#protocol, this.#call, clock);
      return this.#onBatch(await this.#events.next());
    }
    this.#state = 'json';
    // The headers of a JSON answer are waited for with less patience than the answer; say that they are there.
    // A short answer comes with them and needs no batch of its own for that.
    if (response.isWhole) return this.#whole();
    return { done: false, value: [{ type: 'response', quota: quotaSignal(response, this.#protocol.quotaHeaders) }] };
  }

  #send(): Promise<HttpResponse> {
    const { connectTimeoutMs, pool } = this.#options;
    const { url, headers } = this.#protocol;
    const isStream = this.#call.settings.mode === 'stream';
    return pool.post(
      {
        url,
        headers: isStream ? [...headers, 'accept', 'text/event-stream'] : headers,
        body: JSON.stringify(this.#protocol.toRequest(this.#call)),
        connectTimeoutMs,
        maxBodyBytes: isStream ? MAX_STREAM_BYTES : MAX_JSON_BYTES,
      },
      this.#call.signal,
    );
  }

  async #whole(): Promise<Step> {
    if (!this.#response) return OVER;
    try {
      const value = await wholeAnswer(this.#response, this.#protocol, this.#call, this.#options.id);
      this.#close();
      return { done: false, value };
    } catch (error) {
      return this.#onBroken(error);
    }
  }

  #close(): void {
    this.#state = 'over';
    this.#events?.stop();
    this.#response?.close();
  }
}

async function wholeAnswer(
  response: HttpResponse,
  protocol: HttpProtocol,
  call: ModelCall,
  id: string,
): Promise<StreamPart[]> {
  const bytes = await readText(response, MAX_JSON_BYTES);
  const body = parseJson(bytes.toString('utf8'));
  const parts = protocol.fromBody(body, call, quotaSignal(response, protocol.quotaHeaders));
  if (!parts) throw unreadable(id, 'a body that is not an answer of its protocol');
  const last = parts.at(-1);
  // Only a caller who asked for one body can be given one: as it came, unless the protocol had to change it.
  if (last && call.settings.mode === 'json' && protocol.passesThrough(call))
    parts[parts.length - 1] = { ...last, frame: last.frame ?? bytes };
  return parts;
}
