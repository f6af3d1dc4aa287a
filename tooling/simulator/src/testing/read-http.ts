/** A response as far as it has come. */
export interface HttpMessage {
  /** 0 until the status line is there. */
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
  /** The sizes of its chunks, where it is chunked. */
  readonly chunkSizes: readonly number[];
  readonly isComplete: boolean;
}

const NOTHING: HttpMessage = {
  status: 0,
  headers: new Map(),
  body: Buffer.alloc(0),
  chunkSizes: [],
  isComplete: false,
};

/** Reads a response from its bytes, whole or not: what a caller can know, and nothing more. */
export function readHttp(bytes: Buffer): HttpMessage {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) return NOTHING;
  const [statusLine = '', ...lines] = bytes.toString('latin1', 0, headEnd).split('\r\n');
  const headers = new Map(
    lines.map(line => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const status = Number(statusLine.split(' ')[1]);
  const rest = bytes.subarray(headEnd + 4);
  if (headers.get('transfer-encoding') === 'chunked') return { status, headers, ...readChunks(rest) };
  const length = headers.get('content-length');
  const isComplete = length !== undefined && rest.length >= Number(length);
  return { status, headers, body: rest, chunkSizes: [], isComplete };
}

function readChunks(bytes: Buffer): Pick<HttpMessage, 'body' | 'chunkSizes' | 'isComplete'> {
  const chunks: Buffer[] = [];
  let at = 0;
  let isComplete = false;
  while (!isComplete) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) break;
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    const start = lineEnd + 2;
    isComplete = size === 0;
    if (size > 0) chunks.push(bytes.subarray(start, Math.min(start + size, bytes.length)));
    if (start + size + 2 > bytes.length) break;
    at = start + size + 2;
  }
  return { body: Buffer.concat(chunks), chunkSizes: chunks.map(chunk => chunk.length), isComplete };
}
