/** No batch holds more, so that a stream that never pauses is handed on all the same. */
const MAX_BATCH = 256;

/**
 * Reads a stream in batches of what is there within one turn of the event loop, which is what came with one read of
 * the socket beneath it. Leaving cancels the stream, and so does the signal: the batches then end.
 */
export async function* readBatches<Part>(
  stream: ReadableStream<Part>,
  signal: AbortSignal,
): AsyncGenerator<readonly Part[], void, undefined> {
  const reader = stream.getReader();
  const cancel = (): void => void reader.cancel().catch(() => {});
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  try {
    let pending = reader.read();
    for (;;) {
      const batch: Part[] = [];
      let next: Awaited<typeof pending> | undefined = await pending;
      while (next && !next.done && batch.length < MAX_BATCH) {
        batch.push(next.value);
        pending = reader.read();
        // A failure belongs to the next batch: what was read is given first.
        next = await Promise.race([pending, turn()]).catch(() => undefined);
      }
      // A stream that never pauses must not keep others from theirs.
      if (batch.length === MAX_BATCH) await turn();
      if (batch.length > 0) yield batch;
      if (next?.done) return;
    }
  } finally {
    signal.removeEventListener('abort', cancel);
    cancel();
  }
}

function turn(): Promise<undefined> {
  return new Promise(resolve => setImmediate(resolve, undefined));
}
