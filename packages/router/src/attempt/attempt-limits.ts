import type { CallMode } from '@naru/language-model';
import type { Provider } from '../providers/provider.ts';
import type { AttemptLimits } from './attempt-timers.ts';
import type { Preset } from './presets.ts';

/** How long an attempt may take, by who is asked, in which place of the chain, for what. */
export function attemptLimits(
  { timeouts }: Provider,
  mode: CallMode,
  { firstTokenMs: byPreset }: Preset,
  isPrimary: boolean,
  turnWaitMs: number,
): AttemptLimits {
  const { idleMs, totalMs, dripGraceMs, minCharsPerSecond } = timeouts;
  const presetMs = byPreset && (isPrimary ? byPreset.primary : byPreset.others);
  if (mode === 'stream') {
    const firstTokenMs = presetMs ?? timeouts.firstTokenMs;
    return { firstTokenMs, idleMs, totalMs, turnWaitMs, dripGraceMs, minCharsPerSecond };
  }
  return {
    firstTokenMs: presetMs ?? timeouts.jsonHeadersMs,
    idleMs: Infinity,
    totalMs,
    turnWaitMs,
    dripGraceMs: Infinity,
    minCharsPerSecond: 0,
  };
}
