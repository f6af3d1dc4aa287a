import type { IncomingMessage } from 'node:http';

export type BodyOutcome =
  | { readonly kind: 'read'; readonly bytes: Buffer }
  | { readonly kind: 'too-large'; readonly maxBytes: number }
  | { readonly kind: 'caller-left' };

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
    return { kind: 'caller-left' };
  }
  return size > maxBytes ? { kind: 'too-large', maxBytes } : { kind: 'read', bytes: Buffer.concat(chunks) };
}
