import type { CanaryAbortSettings } from '../steering-settings.ts';

/** How a canary stands against the providers that the other conversations see. */
export type CanaryTrial =
  | { readonly state: 'running'; readonly arms: CanaryArms }
  | {
      readonly state: 'aborted';
      readonly because: 'errors' | 'latency';
      readonly atMs: number;
      readonly arms: CanaryArms;
    };

export type CanaryArms = Readonly<Record<CanaryArmName, CanaryArm>>;
export type CanaryArmName = 'canary' | 'control';

/** Counts that fade, so that what a canary does now is not hidden by how it began. */
export interface CanaryArm {
  readonly attempts: number;
  readonly errors: number;
  /** Attempts with a time, and the sum of its logarithms: one that took very long must not decide alone. */
  readonly timed: number;
  readonly logMsSum: number;
  readonly lastAtMs: number;
}

/** A first attempt that says something about its provider. */
export interface CanaryOutcome {
  readonly arm: CanaryArmName;
  readonly failed: boolean;
  /** Start to first token; of a timeout, how long was waited; missing where neither is known. */
  readonly latencyMs: number | undefined;
  readonly nowMs: number;
}

const FADES_OVER_MS = 3_600_000;
/** How sure it must be that the canary fails more often: standard errors of the difference, for it is looked at often. */
const SURE = 2.5;
const EMPTY: CanaryArm = { attempts: 0, errors: 0, timed: 0, logMsSum: 0, lastAtMs: 0 };

export const NEW_TRIAL: CanaryTrial = { state: 'running', arms: { canary: EMPTY, control: EMPTY } };

/** The trial after an outcome. Pure. What has been aborted stays so, and without enough data nothing is concluded. */
export function judgeCanary(
  trial: CanaryTrial,
  outcome: CanaryOutcome,
  settings: Required<CanaryAbortSettings>,
): CanaryTrial {
  if (trial.state === 'aborted') return trial;
  const arms = { ...trial.arms, [outcome.arm]: grow(trial.arms[outcome.arm], outcome) };
  const because = isFailingMore(arms, settings) ? 'errors' : isSlower(arms, settings) ? 'latency' : undefined;
  return because ? { state: 'aborted', because, atMs: outcome.nowMs, arms } : { state: 'running', arms };
}

function grow(arm: CanaryArm, { failed, latencyMs, nowMs }: CanaryOutcome): CanaryArm {
  const left = Math.exp(-Math.max(0, nowMs - arm.lastAtMs) / FADES_OVER_MS);
  const isTimed = latencyMs !== undefined;
  return {
    attempts: arm.attempts * left + 1,
    errors: arm.errors * left + (failed ? 1 : 0),
    timed: arm.timed * left + (isTimed ? 1 : 0),
    logMsSum: arm.logMsSum * left + (isTimed ? Math.log(Math.max(1, latencyMs)) : 0),
    lastAtMs: Math.max(arm.lastAtMs, nowMs),
  };
}

/** Two proportions, pooled. */
function isFailingMore({ canary, control }: CanaryArms, settings: Required<CanaryAbortSettings>): boolean {
  if (Math.min(canary.attempts, control.attempts) < settings.minSamples) return false;
  const extra = canary.errors / canary.attempts - control.errors / control.attempts;
  if (extra <= settings.maxExtraErrorRatio) return false;
  const pooled = (canary.errors + control.errors) / (canary.attempts + control.attempts);
  const deviation = Math.sqrt(pooled * (1 - pooled) * (1 / canary.attempts + 1 / control.attempts));
  return extra > SURE * deviation;
}

/** Geometric means. */
function isSlower({ canary, control }: CanaryArms, settings: Required<CanaryAbortSettings>): boolean {
  if (Math.min(canary.timed, control.timed) < settings.minSamples) return false;
  const factor = Math.exp(canary.logMsSum / canary.timed - control.logMsSum / control.timed);
  return factor > settings.maxLatencyFactor;
}
