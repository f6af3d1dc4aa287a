import type { Clock, Timer } from '@naru/kernel';
import type { ModelCall, StreamPart } from '@naru/language-model';
import type { BedrockEvent } from './bedrock-wire.ts';
import { BedrockStreamReader } from './from-bedrock-stream.ts';
import type { Exchange } from './http/exchange.ts';
import { TransportError } from './http/transport-error.ts';
import { EventPump, type Batch } from './sdk/event-pump.ts';

/** After a stop reason, what may still come (the usage) is not waited for longer (R-FO-7). */
const FINISH_GRACE_MS = 5_000;

/**
 * Reads a ConverseStream to its end, in batches of one socket read. Complete is what has had its stop reason, however
 * the connection ends afterwards. What came before a failure is given before it is thrown.
 *
 * @throws what the SDK or the transport threw, or {ProviderFailure}
 */
export async function* readEvents(
  events: AsyncIterable<BedrockEvent>,
  call: ModelCall,
  exchange: Exchange,
  clock: Clock,
): AsyncGenerator<readonly StreamPart[], void, undefined> {
  const reader = new BedrockStreamReader(call);
  const pump = new EventPump(events);
  exchange.onLeave(() => pump.stop());
  let grace: Timer | undefined;
  try {
    while (!reader.isComplete) {
      const batch = await pump.next();
      const parts: StreamPart[] = [];
      const failure = readBatch(batch, reader, parts);
      if (reader.isFinishing) grace ??= clock.schedule(FINISH_GRACE_MS, () => pump.stop());
      if (reader.isComplete) settle(exchange, batch);
      if (parts.length > 0) yield parts;
      if (failure) throw failure.error;
    }
  } finally {
    grace?.cancel();
  }
}

/** A stream that gave everything may keep its socket; one that was cut or waited for in vain may not. */
function settle(exchange: Exchange, { ending }: Batch<BedrockEvent>): void {
  if (ending && ending.kind !== 'ended') exchange.close();
  else exchange.drain();
}

function readBatch(
  { events, ending }: Batch<BedrockEvent>,
  reader: BedrockStreamReader,
  parts: StreamPart[],
): { readonly error: unknown } | undefined {
  try {
    for (const event of events) reader.read(event, parts);
    if (ending?.kind === 'failed' && !endsWell(reader, ending.error)) return { error: ending.error };
    if (ending) reader.end(parts);
    return undefined;
  } catch (error) {
    return { error };
  }
}

/** After the stop reason a cut connection takes nothing away; an exception still does. */
function endsWell({ isComplete, isFinishing }: BedrockStreamReader, error: unknown): boolean {
  return isComplete || (isFinishing && error instanceof TransportError);
}
