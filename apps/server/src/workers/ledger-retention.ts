import { messageOf, type Clock, type Logger } from '@naru/kernel';
import type { LedgerStore } from '@naru/router';

export interface LedgerRetentionDeps {
  readonly ledger: Pick<LedgerStore, 'attempts' | 'decisions' | 'forgetBefore'>;
  /** What is older goes. */
  readonly keepMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

const DAY_MS = 86_400_000;
/** A start has other things to do first. */
const FIRST_AFTER_MS = 60_000;
/** So much of the old is forgotten in one statement, so that no stream waits for it. */
const STEP_MS = 600_000;
const BREATH_MS = 20;

/**
 * Forgets what the ledger has kept long enough, a minute after the start and then once a day, in steps of ten
 * minutes. Several instances may do it at once. A failure is logged and tried again the next day.
 */
export function startLedgerRetention(deps: LedgerRetentionDeps): AsyncDisposable {
  const { clock, logger } = deps;
  const stopping = new AbortController();
  const running = run();

  async function run(): Promise<void> {
    for (let waitMs = FIRST_AFTER_MS; await isDue(waitMs); waitMs = DAY_MS) {
      try {
        const attempts = await forgetOld(deps, stopping.signal);
        if (attempts > 0) logger.info({ attempts }, 'old attempts left the ledger');
      } catch (error) {
        logger.error({ error: messageOf(error) }, 'the ledger could not be shortened; tomorrow again');
      }
    }
  }

  async function isDue(ms: number): Promise<boolean> {
    try {
      await clock.sleep(ms, stopping.signal);
      return true;
    } catch {
      return false;
    }
  }

  return {
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await running;
    },
  };
}

/** @returns how many attempts are gone */
async function forgetOld({ ledger, keepMs, clock }: LedgerRetentionDeps, signal: AbortSignal): Promise<number> {
  const beforeMs = clock.now() - keepMs;
  let forgotten = 0;
  while (!signal.aborted) {
    const oldest = { sinceMs: 0, untilMs: beforeMs, limit: 1 };
    const [[attempt], [decision]] = await Promise.all([ledger.attempts(oldest), ledger.decisions(oldest)]);
    const oldestMs = Math.min(attempt?.startedAtMs ?? Infinity, decision?.atMs ?? Infinity);
    if (oldestMs === Infinity) break;
    forgotten += await ledger.forgetBefore(Math.min(beforeMs, oldestMs + STEP_MS));
    await clock.sleep(BREATH_MS, signal).catch(() => {});
  }
  return forgotten;
}
