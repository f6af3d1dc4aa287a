import type { RouterSettings } from '../router-settings.ts';
import type { CanaryAbortSettings, QualitySettings, StickinessSettings } from '../steering-settings.ts';

/** The numbers that weigh providers against each other, with nothing left open. */
export interface Preferences {
  readonly quality: Required<QualitySettings>;
  readonly stickiness: Required<StickinessSettings>;
  readonly canaryAbort: Required<CanaryAbortSettings>;
}

/** @throws {RangeError} when a number makes no sense; says what was found and what is allowed */
export function configurePreferences({ quality = {}, stickiness = {}, canary }: RouterSettings): Preferences {
  const { cutline = 0.5, minSamples = 20, decayDays = 7, weights } = quality;
  const { enabled = false, switchCost = 0.1 } = stickiness;
  const { minSamples: minArmSamples = 50, maxExtraErrorRatio = 0.05, maxLatencyFactor = 1.5 } = canary?.abort ?? {};
  const shares = weights ?? { groundedness: 0.5, actionability: 0.2, resolution: 0.3 };

  requireWithin('quality.cutline', cutline, 0, 1);
  requireWithin('quality.minSamples', minSamples, 1, 1_000_000);
  requireWithin('quality.decayDays', decayDays, 1, 365);
  for (const [kind, share] of Object.entries(shares)) requireWithin(`quality.weights.${kind}`, share, 0, 1_000);
  if (Object.values(shares).every(share => share === 0)) {
    throw new RangeError('quality.weights must have one above 0, got only 0');
  }
  requireWithin('stickiness.switchCost', switchCost, 0, 2);
  requireWithin('canary.abort.minSamples', minArmSamples, 1, 1_000_000);
  requireWithin('canary.abort.maxExtraErrorRatio', maxExtraErrorRatio, 0, 1);
  requireWithin('canary.abort.maxLatencyFactor', maxLatencyFactor, 1, 1_000);
  return {
    quality: { cutline, minSamples, decayDays, weights: shares },
    stickiness: { enabled, switchCost },
    canaryAbort: { minSamples: minArmSamples, maxExtraErrorRatio, maxLatencyFactor },
  };
}

function requireWithin(name: string, value: number, least: number, most: number): void {
  if (!(value >= least && value <= most)) {
    throw new RangeError(`${name} must be from ${least} to ${most}, got ${value}`);
  }
}
