import { messageOf, type Clock, type Logger } from '@naru/kernel';

/** Something that grows until what is past its time is forgotten. */
export interface Outlived {
  /** For the log. */
  readonly name: string;
  /** Forgets a bounded piece of what is past its time. @returns how much; 0: nothing is left to forget */
  readonly forgetSome: (nowMs: number) => Promise<number>;
}

export interface DailyRetentionDeps {
  readonly outlived: readonly Outlived[];
  readonly clock: Clock;
  readonly logger: Logger;
}

const DAY_MS = 86_400_000;
/** A start has other things to do first. */
const FIRST_AFTER_MS = 60_000;
const BREATH_MS = 20;

/**
 * Forgets what is past its time, a minute after the start and then once a day, piece by piece with a breath between.
 * Several instances may do it at once. What fails is logged, keeps nothing else from going, and is tried the next day.
 */
export function startDailyRetention({ outlived, clock, logger }: DailyRetentionDeps): AsyncDisposable {
  const stopping = new AbortController();
  const running = run();

  async function run(): Promise<void> {
    for (let waitMs = FIRST_AFTER_MS; await hasSlept(waitMs); waitMs = DAY_MS) {
      for (const { name, forgetSome } of outlived) {
        try {
          const gone = await forgetAll(forgetSome);
          if (gone > 0) logger.info({ what: name, gone }, 'what was past its time is forgotten');
        } catch (error) {
          logger.error({ what: name, error: messageOf(error) }, 'what is past its time could not go; tomorrow again');
        }
      }
    }
  }

  async function forgetAll(forgetSome: Outlived['forgetSome']): Promise<number> {
    const nowMs = clock.now();
    let gone = 0;
    for (let some = -1; some !== 0 && !stopping.signal.aborted; gone += some) {
      some = await forgetSome(nowMs);
      if (some > 0) await hasSlept(BREATH_MS);
    }
    return gone;
  }

  async function hasSlept(ms: number): Promise<boolean> {
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
