import type { IncomingMessage } from 'node:http';
import type { Clock } from '@naru/kernel';
import { retryAfterMs } from '@naru/language-model';
import { classifyBedrockError } from '../classify-bedrock-error.ts';
import { isRecord, parseJson } from '../json.ts';
import { ProviderFailure } from '../provider-failure.ts';
import { MessageLengths } from './message-lengths.ts';
import { codeOf, TransportError } from './transport-error.ts';

const MAX_JSON_BYTES = 16 * 1024 * 1024;
const MAX_STREAM_BYTES = 64 * 1024 * 1024;
/** As the SDKs of AWS have it. */
const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;
const MAX_ERROR_BYTES = 64 * 1024;
/** An error is known by its status and header; its body only makes it finer, and is not waited for. */
const ERROR_BODY_MS = 1_000;

/**
 * Looks at the head of a good answer before the SDK does: what it cannot read it would read all the same.
 *
 * @throws {ProviderFailure} `server` when it is no answer of the operation
 */
export function checkHead({ headers }: IncomingMessage, isStream: boolean): void {
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') throw unreadable('an encoding that was not asked for');
  const type = headers['content-type']?.toLowerCase() ?? '';
  if (type.includes('html')) throw unreadable('an HTML page instead of an answer');
  if (isStream && !type.startsWith('application/vnd.amazon.eventstream'))
    throw unreadable('a body that is no event stream');
}

/** The whole body of an answer. @throws {ProviderFailure | TransportError} */
export async function readJson(incoming: IncomingMessage): Promise<Buffer> {
  try {
    return await readWhole(incoming, MAX_JSON_BYTES);
  } catch (error) {
    throw error instanceof ProviderFailure ? error : new TransportError('network', codeOf(error));
  }
}

/**
 * The chunks of an event stream, as they come.
 *
 * @throws {ProviderFailure | TransportError} when it is cut, or over a limit
 */
export async function* readChunks(incoming: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const lengths = new MessageLengths(MAX_MESSAGE_BYTES);
  let bytes = 0;
  try {
    for await (const chunk of incoming) {
      bytes += chunk.length;
      if (bytes > MAX_STREAM_BYTES) {
        throw new ProviderFailure({ kind: 'server', detail: `a stream over ${MAX_STREAM_BYTES} bytes` });
      }
      lengths.push(chunk);
      yield chunk;
    }
  } catch (error) {
    throw error instanceof ProviderFailure ? error : new TransportError('stream_broken', codeOf(error));
  }
  if (!lengths.isBetweenMessages) throw new TransportError('stream_broken', 'the stream ended inside a message');
}

/** What a status other than 200 means. The body is read for a second at most, and then left. */
export async function readRefusal(incoming: IncomingMessage, clock: Clock): Promise<ProviderFailure> {
  const status = incoming.statusCode ?? 0;
  const header = (name: string): string | undefined => incoming.headersDistinct[name]?.join(', ');
  const deadline = clock.schedule(ERROR_BODY_MS, () => incoming.destroy());
  const bytes = await readWhole(incoming, MAX_ERROR_BYTES).catch(() => Buffer.alloc(0));
  deadline.cancel();
  const body = parseJson(bytes.toString('utf8'));
  const said = isRecord(body) ? body : {};
  const type = textOf(header('x-amzn-errortype')) ?? textOf(said['__type']) ?? textOf(said['code']);
  const message = textOf(said['message']) ?? textOf(said['Message']) ?? '';
  return new ProviderFailure({
    ...classifyBedrockError(status, type, message),
    retryAfterMs: retryAfterMs(header, clock.now()),
  });
}

async function readWhole(incoming: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new ProviderFailure({ kind: 'server', detail: `a body over ${maxBytes} bytes` });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function unreadable(detail: string): ProviderFailure {
  return new ProviderFailure({ kind: 'server', status: 200, detail });
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
