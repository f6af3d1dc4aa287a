import { ModelError, retryAfterMs, type LanguageModel, type ModelCall, type StreamPart } from '@naru/language-model';
import type { HttpResponse } from './connection-pool.ts';
import { ProviderFailure, type HttpProtocol } from './http-protocol.ts';
import { parseJson } from './json-body.ts';
import type { HttpModelOptions } from './model-options.ts';
import { quotaSignal } from './quota-signal.ts';
import { readStream } from './read-stream.ts';
import { readText } from './read-text.ts';
import { TransportError } from './transport-error.ts';

const MAX_JSON_BYTES = 16 * 1024 * 1024;
const MAX_STREAM_BYTES = 64 * 1024 * 1024;
const MAX_ERROR_BYTES = 64 * 1024;
/** An error is known by its status; its body only makes it finer, and is not waited for. */
const ERROR_BODY_MS = 1_000;

/** The common model over HTTP; what is particular to a wire format is in its `protocol`. */
export function createHttpModel(options: HttpModelOptions, protocol: HttpProtocol): LanguageModel {
  const { id, connectTimeoutMs, clock, pool } = options;
  return {
    id,
    async *stream(call) {
      let response: HttpResponse | undefined;
      try {
        const isStream = call.settings.mode === 'stream';
        response = await pool.post(
          {
            url: protocol.url,
            headers: isStream ? [...protocol.headers, 'accept', 'text/event-stream'] : protocol.headers,
            body: JSON.stringify(protocol.toRequest(call)),
            connectTimeoutMs,
            maxBodyBytes: isStream ? MAX_STREAM_BYTES : MAX_JSON_BYTES,
          },
          call.signal,
        );
        if (response.status !== 200) throw await refusal(response, options, protocol);
        const encoding = response.header('content-encoding') ?? 'identity';
        if (encoding !== 'identity') throw unreadable(id, 'an encoding that was not asked for');
        const type = response.header('content-type')?.toLowerCase() ?? '';
        if (type.includes('html')) throw unreadable(id, 'an HTML page instead of an answer');
        if (isStream && !type.includes('json')) {
          yield* readStream(response, protocol, call, clock);
        } else {
          // The headers of a JSON answer are waited for with less patience than the answer; say that they are there.
          // A short answer comes with them and needs no batch of its own for that.
          if (!response.isWhole) yield [{ type: 'response', quota: quotaSignal(response, protocol.quotaHeaders) }];
          yield await wholeAnswer(response, protocol, call, id);
        }
      } catch (error) {
        throw toModelError(id, error, call.signal);
      } finally {
        response?.close();
      }
    },
  };
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

async function refusal(
  response: HttpResponse,
  { id, clock }: HttpModelOptions,
  protocol: HttpProtocol,
): Promise<ModelError> {
  const deadline = clock.schedule(ERROR_BODY_MS, () => response.close());
  const bytes = await readText(response, MAX_ERROR_BYTES).catch(() => Buffer.alloc(0));
  deadline.cancel();
  const { kind, detail } = protocol.classify(response.status, parseJson(bytes.toString('utf8')));
  return new ModelError(id, kind, {
    status: response.status,
    retryAfterMs: retryAfterMs(name => response.header(name), clock.now()),
    detail: detail ?? `status ${response.status}`,
  });
}

function unreadable(id: string, detail: string): ModelError {
  return new ModelError(id, 'server', { status: 200, detail });
}

function toModelError(id: string, error: unknown, signal: AbortSignal): ModelError {
  const dispatched = error instanceof TransportError ? error.dispatched : true;
  if (signal.aborted) return new ModelError(id, 'cancelled', { dispatched });
  if (error instanceof ModelError) return error;
  if (error instanceof ProviderFailure) return new ModelError(id, error.failure.kind, { detail: error.failure.detail });
  if (error instanceof TransportError) {
    return new ModelError(id, error.kind, { detail: error.reason, dispatched });
  }
  // A fault of ours. Its message may hold what it failed on, so only its kind is told.
  const name = error instanceof Error ? error.name : typeof error;
  return new ModelError(id, 'server', { detail: `adapter fault: ${name}`, dispatched: false });
}
