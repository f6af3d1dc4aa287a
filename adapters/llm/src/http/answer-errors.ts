import { ModelError, retryAfterMs } from '@naru/language-model';
import type { HttpResponse } from './http-response.ts';
import { ProviderFailure, type HttpProtocol } from './http-protocol.ts';
import { parseJson } from './json-body.ts';
import type { HttpModelOptions } from './model-options.ts';
import { readText } from './read-text.ts';
import { TransportError } from './transport-error.ts';

const MAX_ERROR_BYTES = 64 * 1024;
/** An error is known by its status; its body only makes it finer, and is not waited for. */
const ERROR_BODY_MS = 1_000;

/** What an answer with a status other than 200 means. */
export async function refusal(
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

export function unreadable(id: string, detail: string): ModelError {
  return new ModelError(id, 'server', { status: 200, detail });
}

/** What a caller is told of whatever was thrown. */
export function toModelError(id: string, error: unknown, signal: AbortSignal): ModelError {
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
