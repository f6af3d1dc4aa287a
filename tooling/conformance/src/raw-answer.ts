import type { Customer } from './customer.ts';

/** One chunk as it went over the wire. */
export interface RawChunk {
  readonly type: string;
  readonly delta?: string;
  readonly [field: string]: unknown;
}

const TERMINAL: ReadonlySet<string> = new Set(['finish', 'abort', 'error']);

/** Asks over server-sent events and gives every chunk of the answer, and everything else that stood in the body. */
export async function askByEvents(
  origin: string,
  customer: Customer,
  body: object,
): Promise<{ readonly chunks: readonly RawChunk[]; readonly text: string }> {
  const response = await fetch(`${origin}/api/chat`, {
    method: 'POST',
    headers: { ...customer.headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  const lines = [...text.matchAll(/^data: (\{.*\})$/gm)].map(([, json = '']) => JSON.parse(json) as RawChunk);
  return { chunks: lines, text };
}

/** Asks over a WebSocket and gives every chunk of the answer. */
export async function askBySocket(
  customer: Customer,
  command: object,
  accepts: readonly string[] = [],
): Promise<readonly RawChunk[]> {
  const socket = customer.rawSocket();
  const chunks: RawChunk[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.on('error', reject);
  socket.on('open', () => {
    const hello = { client: { name: 'conformance', version: '1' }, accepts };
    socket.send(JSON.stringify({ v: 1, t: 'hello', p: hello }));
    socket.send(JSON.stringify({ v: 1, t: 'chat.send', id: 'c1', p: command }));
  });
  socket.on('message', (bytes: Buffer) => {
    const frame = JSON.parse(bytes.toString('utf8')) as { t: string; p: { c: RawChunk } };
    if (frame.t === 'error') reject(new Error(bytes.toString('utf8')));
    if (frame.t !== 'chunk') return;
    chunks.push(frame.p.c);
    if (TERMINAL.has(frame.p.c.type)) resolve();
  });
  await promise;
  socket.close();
  return chunks;
}

/** A question as the official client sends it. */
export function question(chatId: string, text: string, messageId = `${chatId}-1`): object {
  return { id: chatId, messages: [{ id: messageId, role: 'user', parts: [{ type: 'text', text }] }] };
}
