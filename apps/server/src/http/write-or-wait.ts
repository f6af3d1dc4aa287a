import type { ServerResponse } from 'node:http';

const STALLED_MS = 30_000;

/**
 * Writes, and waits while the client reads more slowly than we write. Resolves also when the client has left:
 * whoever writes looks at its signal.
 */
export async function writeOrWait(
  response: ServerResponse,
  bytes: string | Uint8Array,
  signal: AbortSignal,
): Promise<void> {
  if (!response.write(bytes)) await drained(response, signal);
}

/** Resolves once the client has read what was written, or has left, or the signal aborts. */
export async function drained(response: ServerResponse, signal: AbortSignal): Promise<void> {
  if (signal.aborted || response.destroyed) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  // Who writes past the response finds its socket full, and not the response.
  const { socket } = response;
  // A reader that takes nothing for this long holds memory and a socket for nobody.
  const timer = setTimeout(() => response.destroy(), STALLED_MS);
  socket?.once('drain', resolve);
  response.once('drain', resolve);
  response.once('close', resolve);
  const onAbort = (): void => resolve();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    socket?.off('drain', resolve);
    response.off('drain', resolve);
    response.off('close', resolve);
    signal.removeEventListener('abort', onAbort);
  }
}
