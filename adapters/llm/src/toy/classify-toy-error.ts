import type { Failure } from '../http/failure.ts';

/** The embedded model has no line to break: it is stopped by its caller, or it has a fault. */
export function classifyToyError(signal: AbortSignal): Failure {
  return signal.aborted ? { kind: 'cancelled' } : { kind: 'server', detail: 'a fault of the embedded model' };
}
