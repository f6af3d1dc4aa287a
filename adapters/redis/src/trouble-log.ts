import type { Clock, Logger } from '@naru/kernel';

const LOG_EVERY_MS = 60_000;

/** Counts what goes wrong by itself, without a call that could reject, and says each kind at most once a minute. */
export class TroubleLog {
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #loggedAtMs = new Map<string, number>();
  #connectionFailures = 0;
  #corruptValues = 0;
  #listenerFailures = 0;
  #isSaidToBeAway = false;

  constructor(clock: Clock, logger: Logger) {
    this.#clock = clock;
    this.#logger = logger;
  }

  counts(): { readonly connectionFailures: number; readonly corruptValues: number } {
    return { connectionFailures: this.#connectionFailures, corruptValues: this.#corruptValues };
  }

  disconnected(): void {
    this.#connectionFailures += 1;
    if (!this.#isDue('connection')) return;
    this.#isSaidToBeAway = true;
    this.#logger.warn(
      { failures: this.#connectionFailures },
      'Redis cannot be reached; this instance goes on alone and tries again.',
    );
  }

  connected(): void {
    if (!this.#isSaidToBeAway) return;
    this.#isSaidToBeAway = false;
    this.#logger.info({ failures: this.#connectionFailures }, 'Redis is back; what instances know is shared again.');
  }

  corrupt(count: number): void {
    this.#corruptValues += count;
    if (count === 0 || !this.#isDue('corrupt')) return;
    this.#logger.warn({ values: this.#corruptValues }, 'What Redis holds for Naru cannot be read; it is left alone.');
  }

  listenerFailed(): void {
    this.#listenerFailures += 1;
    if (!this.#isDue('listener')) return;
    this.#logger.warn({ failures: this.#listenerFailures }, 'A listener to the shared state has failed.');
  }

  #isDue(kind: string): boolean {
    const nowMs = this.#clock.monotonicMs();
    if (nowMs - (this.#loggedAtMs.get(kind) ?? -Infinity) < LOG_EVERY_MS) return false;
    this.#loggedAtMs.set(kind, nowMs);
    return true;
  }
}
