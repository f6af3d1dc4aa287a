import type { Clock } from '@naru/kernel';

/** How long a model may take to close down after its last part. */
const CLOSING_MS = 5_000;

/**
 * Lets a model that has finished come to its own end, so that its connection can be used again; the answer does
 * not wait for it. A model that goes on is stopped.
 */
export function closeDown(parts: AsyncIterator<unknown>, abort: AbortController, clock: Clock): void {
  const stop = (): void => {
    abort.abort();
    Promise.try(() => parts.return?.()).then(undefined, () => {});
  };
  const guard = clock.schedule(CLOSING_MS, stop);
  Promise.try(() => parts.next()).then(
    step => {
      guard.cancel();
      if (!step.done) stop();
    },
    () => guard.cancel(),
  );
}
