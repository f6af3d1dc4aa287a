import type { ServerResponse } from 'node:http';

const LINE_END = '\r\n';
const LAST_CHUNK = '0\r\n\r\n';

/**
 * The body of a streamed answer whose head is written (`writeHead`). Each write is one piece on the socket.
 *
 * Node makes four pieces of a chunk (length, line end, bytes, line end) and lets them wait for the end of the tick to
 * send them together: a third of what a frame of a stream cost. So the chunks are made here (RFC 9112, 7.1), and go
 * past the response to its socket.
 */
export class ChunkedBody {
  readonly #response: ServerResponse;
  readonly #isChunked: boolean;
  #hasBegun = false;

  constructor(response: ServerResponse) {
    this.#response = response;
    // As the head says. A client of HTTP/1.0 gets bare bytes, up to the end of the connection.
    this.#isChunked = response.chunkedEncoding;
    response.chunkedEncoding = false;
  }

  /** @returns false where the client reads more slowly than we write, who should wait until it has `drained` */
  write(bytes: string | Uint8Array): boolean {
    if (bytes.length === 0) return true;
    const piece = this.#isChunked ? toChunk(bytes) : bytes;
    const { socket } = this.#response;
    // The first takes the head along; an answer that waits for the one before it has no socket yet.
    if (this.#hasBegun && socket && !socket.destroyed) return socket.write(piece);
    this.#hasBegun = true;
    return this.#response.write(piece);
  }

  /** @param bytes what is said last; may be empty */
  end(bytes: string): void {
    const last = this.#isChunked && bytes !== '' ? toChunk(bytes) : bytes;
    this.#response.end(this.#isChunked ? last + LAST_CHUNK : last);
  }
}

function toChunk(bytes: string): string;
function toChunk(bytes: Uint8Array): Uint8Array;
function toChunk(bytes: string | Uint8Array): string | Uint8Array;
function toChunk(bytes: string | Uint8Array): string | Uint8Array {
  if (typeof bytes === 'string') return Buffer.byteLength(bytes).toString(16) + LINE_END + bytes + LINE_END;
  const head = bytes.length.toString(16) + LINE_END;
  const chunk = Buffer.allocUnsafe(head.length + bytes.length + LINE_END.length);
  chunk.write(head, 0, 'latin1');
  chunk.set(bytes, head.length);
  chunk.write(LINE_END, head.length + bytes.length, 'latin1');
  return chunk;
}
