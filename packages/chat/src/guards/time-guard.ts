import type { Clock, Timer } from '@naru/kernel';

export interface TimeLimits {
  /** From the start to the first word or tool call. */
  readonly firstChunkMs: number;
  /** From the start to the end. */
  readonly totalMs: number;
}

export interface TimeGuard extends Disposable {
  /** The first word or tool call is there; only the total time counts from now on. */
  passFirst(): void;
}

/** Calls `onOver` when a limit is crossed, with what was used of which, until disposed of. */
export function armTimeGuard(
  { firstChunkMs, totalMs }: TimeLimits,
  clock: Clock,
  onOver: (usedMs: number, limitMs: number) => void,
): TimeGuard {
  const armedAtMs = clock.monotonicMs();
  const arm = (limitMs: number): Timer =>
    clock.schedule(limitMs, () => onOver(Math.round(clock.monotonicMs() - armedAtMs), limitMs));
  const [first, total] = [arm(firstChunkMs), arm(totalMs)];
  return {
    passFirst: () => first.cancel(),
    [Symbol.dispose]() {
      first.cancel();
      total.cancel();
    },
  };
}
