import type { HttpResponse } from './http-response.ts';

/** Reads a body to its end, or as far as `maxBytes`; the rest is not waited for. @throws {TransportError} */
export async function readText(response: HttpResponse, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (let read = await response.read(); read; read = await response.read()) {
    for (const chunk of read) {
      chunks.push(chunk);
      bytes += chunk.length;
    }
    if (bytes > maxBytes) break;
  }
  return chunks.length === 1
    ? Buffer.from(chunks[0]!.buffer, chunks[0]!.byteOffset, bytes)
    : Buffer.concat(chunks, bytes);
}
