import { Agent, request, type IncomingHttpHeaders } from 'node:http';

/** What came over the wire, whatever it means. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Whether the message came to its proper end. */
  readonly isWhole: boolean;
  readonly durationMs: number;
}

export interface HttpCall {
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Nothing that is judged here may take longer. */
const PATIENCE_MS = 150_000;
const agent = new Agent({ keepAlive: true, maxSockets: 1_024 });

/** Calls and reads to the end. A cut connection is an answer too; none at all within minutes is an error. */
export async function callHttp({ url, method = 'POST', body, headers = {} }: HttpCall): Promise<HttpAnswer> {
  const startedAtMs = performance.now();
  const bytes = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
  const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>();
  const call = request(
    url,
    {
      method,
      agent,
      signal: AbortSignal.timeout(PATIENCE_MS),
      headers: { ...(bytes && { 'content-type': 'application/json', 'content-length': bytes.length }), ...headers },
    },
    response => {
      const chunks: Buffer[] = [];
      const end = (isWhole: boolean): void =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString('utf8'),
          isWhole,
          durationMs: performance.now() - startedAtMs,
        });
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('end', () => end(response.complete));
      response.once('error', () => end(false));
    },
  );
  call.once('error', reject);
  call.end(bytes);
  return promise;
}

/** Calls, and leaves: as soon as that many bytes of the answer are there, or after the milliseconds given. */
export async function callAndLeave(
  { url, body, headers = {} }: HttpCall,
  { afterBytes, afterMs }: { readonly afterBytes: number; readonly afterMs: number },
): Promise<{ readonly leftAtMs: number }> {
  const { promise, resolve } = Promise.withResolvers<{ readonly leftAtMs: number }>();
  const call = request(
    url,
    { method: 'POST', headers: { 'content-type': 'application/json', ...headers } },
    response => {
      let seen = 0;
      response.on('data', (chunk: Buffer) => {
        seen += chunk.length;
        if (seen >= afterBytes) leave();
      });
      response.on('error', () => {});
      response.once('end', () => leave());
    },
  );
  const leave = (): void => {
    clearTimeout(timer);
    resolve({ leftAtMs: Date.now() });
    call.destroy();
  };
  const timer = setTimeout(leave, afterMs);
  call.on('error', () => {});
  call.end(JSON.stringify(body));
  return promise;
}

/** An answer that was read, as the official clients take one: they see the same bytes. */
export function asFetch({ status, headers, body, isWhole }: HttpAnswer): typeof fetch {
  return async () => {
    const bytes = new TextEncoder().encode(body);
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        if (bytes.length > 0) controller.enqueue(bytes);
        if (isWhole) controller.close();
        else controller.error(new TypeError('terminated'));
      },
    });
    const kept = Object.entries(headers).filter(([name]) => name !== 'content-length' && name !== 'set-cookie');
    return new Response(stream, { status, headers: kept.map(([name, value]) => [name, String(value)]) });
  };
}
