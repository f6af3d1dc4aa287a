import type { Clock, Timer } from '@naru/kernel';
import type { ModelCall, StreamPart } from '@naru/language-model';
import type { HttpResponse } from './connection-pool.ts';
import { ProviderFailure, type HttpProtocol } from './http-protocol.ts';
import { quotaSignal } from './quota-signal.ts';
import { SseParser, type SseEvent } from './sse-parser.ts';
import { StreamProgress } from './stream-progress.ts';
import { TransportError } from './transport-error.ts';

/** After a finish reason, what may still come (usage, the terminator) is not waited for longer (R-FO-7). */
const FINISH_GRACE_MS = 5_000;

/**
 * Reads an event stream to its end, in batches of one socket read. Complete is what has had its finish reason
 * or terminator, however the connection ends afterwards. What came before a failure is given before it is thrown.
 *
 * @throws {ProviderFailure | TransportError}
 */
export async function* readStream(
  response: HttpResponse,
  protocol: HttpProtocol,
  call: ModelCall,
  clock: Clock,
): AsyncGenerator<readonly StreamPart[], void, undefined> {
  const progress = new StreamProgress(protocol.openStream(call, quotaSignal(response, protocol.quotaHeaders)));
  const parser = new SseParser({ keepFrames: protocol.passesThrough(call) });
  let grace: Timer | undefined;
  try {
    while (!progress.isComplete) {
      const chunks = await nextChunks(response, progress, call.signal);
      const parts: StreamPart[] = [];
      const failure = readChunks(chunks, parser, progress, parts);
      if (progress.state === 'finishing') grace ??= clock.schedule(FINISH_GRACE_MS, () => response.close());
      if (progress.isComplete) response.drain();
      if (parts.length > 0) yield parts;
      if (failure) throw failure;
    }
  } finally {
    grace?.cancel();
  }
}

type Broken = ProviderFailure | TransportError;

function readChunks(
  chunks: readonly Uint8Array[] | undefined,
  parser: SseParser,
  progress: StreamProgress,
  parts: StreamPart[],
): Broken | undefined {
  const events: SseEvent[] = [];
  const overLimit = chunks ? attempt(() => pushAll(chunks, parser, progress, events)) : undefined;
  if (!chunks) parser.end(events);
  const failure = attempt(() => {
    progress.read(events, parts);
    if (!chunks && !progress.isComplete) progress.end(parts);
  });
  if (failure) return failure;
  return progress.isComplete ? undefined : overLimit;
}

function pushAll(chunks: readonly Uint8Array[], parser: SseParser, progress: StreamProgress, events: SseEvent[]): void {
  for (const chunk of chunks) {
    progress.sawBytes(chunk);
    parser.push(chunk, events);
  }
}

function attempt(work: () => void): Broken | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof ProviderFailure || error instanceof TransportError) return error;
    throw error;
  }
}

async function nextChunks(
  response: HttpResponse,
  progress: StreamProgress,
  signal: AbortSignal,
): Promise<readonly Uint8Array[] | undefined> {
  try {
    return await response.read();
  } catch (error) {
    // Nothing of the answer is missing once its finish reason is there.
    if (progress.state === 'finishing' && !signal.aborted) return undefined;
    const isCut = error instanceof TransportError && error.kind === 'network';
    if (isCut && progress.hasBegun) {
      throw new ProviderFailure({ kind: 'stream_broken', detail: 'the connection was cut' });
    }
    throw error;
  }
}
