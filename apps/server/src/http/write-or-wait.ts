import type { ServerResponse } from 'node:http';

/**
 * Writes, and waits while the client reads more slowly than we write. Resolves also when the client has left:
 * whoever writes looks at its signal.
 */
export async function writeOrWait(
  response: ServerResponse,
  bytes: string | Uint8Array,
  signal: AbortSignal,
): Promise<void> {
  if (response.write(bytes) || signal.aborted || response.destroyed) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  // A reader that takes nothing for this long holds memory and a socket for nobody.
  const timer = setTimeout(() => response.destroy(), STALLED_MS);
  response.once('drain', resolve);
  response.once('close', resolve);
  const onAbort = (): void => resolve();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    response.off('drain', resolve);
    response.off('close', resolve);
    signal.removeEventListener('abort', onAbort);
  }
}

const STALLED_MS = 30_000;
