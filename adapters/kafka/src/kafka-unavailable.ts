import { QueueUnavailableError } from '@naru/events';

/** The broker's own words may hold what was sent: only the kind of error is told. */
export function asUnavailable(error: unknown): QueueUnavailableError {
  if (error instanceof QueueUnavailableError) return error;
  const kind = error instanceof Error ? error.name : 'unknown';
  return new QueueUnavailableError(`Kafka did not do what it was asked (${kind}).`);
}

/** Whoever waits may leave; the work goes on, and what comes of it is nobody's fault. */
export async function orAbort<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  work.catch(() => {});
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const leave = (): void => reject(signal.reason);
  signal.addEventListener('abort', leave, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}
