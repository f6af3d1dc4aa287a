import type { IncomingMessage } from 'node:http';

export type BodyOutcome =
  | { readonly kind: 'read'; readonly bytes: Buffer }
  | { readonly kind: 'too-large'; readonly maxBytes: number }
  /** The caller left before all of it was there. */
  | { readonly kind: 'unread' };

/** Reads a request's body up to a limit. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<BodyOutcome> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size <= maxBytes) chunks.push(chunk);
    }
  } catch {
    return { kind: 'unread' };
  }
  return size > maxBytes ? { kind: 'too-large', maxBytes } : { kind: 'read', bytes: Buffer.concat(chunks) };
}
