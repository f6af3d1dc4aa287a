import { ModelError, type ModelCall } from '@naru/language-model';
import { classifyBedrockInStream } from './classify-bedrock-error.ts';
import type { Exchange } from './http/exchange.ts';
import { TransportError } from './http/transport-error.ts';
import { ProviderFailure } from './provider-failure.ts';

/** What the SDK throws while it looks for credentials or a region, before anything is sent. */
const NOT_SET_UP = /credential|token|signer|sso|region/i;

/** Everything that may go wrong in a call, in our kinds and words. */
export function toModelError(id: string, error: unknown, call: ModelCall, exchange: Exchange): ModelError {
  const { dispatched } = exchange;
  if (call.signal.aborted) return new ModelError(id, 'cancelled', { dispatched });
  if (error instanceof ModelError) return error;
  if (error instanceof ProviderFailure) {
    const { kind, ...rest } = error.failure;
    return new ModelError(id, kind, { ...rest, dispatched });
  }
  if (error instanceof TransportError) return new ModelError(id, error.kind, { detail: error.reason, dispatched });
  const { name, message } = error instanceof Error ? error : { name: typeof error, message: '' };
  if (exchange.hasHead) return afterHead(id, name, message, call);
  if (!dispatched && NOT_SET_UP.test(`${name} ${message}`)) {
    return new ModelError(id, 'auth', { detail: 'no usable credentials or region', dispatched: false });
  }
  // A fault of ours or of the SDK. Its message may hold what it failed on, so only its kind is told.
  return new ModelError(id, 'server', { detail: `adapter fault: ${kindOfName(name)}`, dispatched });
}

/** What the SDK threw while it read an answer that began well: an exception of the stream, or bytes it cannot read. */
function afterHead(id: string, name: string, message: string, { settings }: ModelCall): ModelError {
  if (settings.mode === 'json') {
    return new ModelError(id, 'server', { status: 200, detail: 'a body that is not an answer of its protocol' });
  }
  const isUnreadable = name === 'SyntaxError' || name === 'Error' || name === 'TypeError' || name === 'RangeError';
  if (isUnreadable) return new ModelError(id, 'stream_broken', { detail: 'a message that cannot be read' });
  const { kind, detail } = classifyBedrockInStream(name, message);
  return new ModelError(id, kind, { detail });
}

function kindOfName(name: string): string {
  return /^[A-Za-z]{1,60}$/.test(name) ? name : 'unknown';
}
