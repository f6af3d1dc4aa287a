import type { Clock } from '@naru/kernel';
import type { Controls } from '../decision/controls.ts';
import type { Decision } from '../decision/decision.ts';
import { blamesProvider } from '../health/blame.ts';
import type { CanaryAbortSettings } from '../steering-settings.ts';
import type { AttemptEndedEvent, CanaryAbortedEvent } from '../telemetry/router-event.ts';
import { judgeCanary, NEW_TRIAL, type CanaryArmName, type CanaryTrial } from './canary-trial.ts';

/** Follows the canary of the moment, whoever it is, and tells when it has ended by itself. */
export class CanaryWatch {
  readonly #clock: Clock;
  readonly #onAbort: (event: CanaryAbortedEvent) => void;
  /** Of which canary the trial is: another one, or a new wish of an operator's, begins anew. */
  #key = '';
  #trial: CanaryTrial = NEW_TRIAL;

  constructor(clock: Clock, onAbort: (event: CanaryAbortedEvent) => void) {
    this.#clock = clock;
    this.#onAbort = onAbort;
  }

  /** How that canary stands. Changes nothing. */
  trialOf(canary: Controls['canary']): CanaryTrial {
    return canary && keyOf(canary) === this.#key ? this.#trial : NEW_TRIAL;
  }

  /** An attempt has ended that was made for this decision. */
  ended(
    { outcome, attempt, provider, firstTokenMs, durationMs }: AttemptEndedEvent,
    decision: Decision,
    canary: Controls['canary'],
    settings: Required<CanaryAbortSettings>,
  ): void {
    if (!canary || attempt !== 1 || (outcome !== 'ok' && !blamesProvider(outcome))) return;
    const arm = armOf(decision, provider);
    if (!arm) return;
    const key = keyOf(canary);
    if (key !== this.#key) {
      this.#key = key;
      this.#trial = NEW_TRIAL;
    }
    // Who is waited for in vain is not forgotten: without its deadline a slow provider would look quick.
    const latencyMs = outcome.startsWith('timeout_') ? durationMs : firstTokenMs;
    const wasRunning = this.#trial.state === 'running';
    const happened = { arm, failed: outcome !== 'ok', latencyMs, nowMs: this.#clock.monotonicMs() };
    this.#trial = judgeCanary(this.#trial, happened, settings);
    if (!wasRunning || this.#trial.state !== 'aborted') return;
    const alias = canary.provider === 'unknown' ? 'unknown' : canary.provider.alias;
    this.#onAbort({ type: 'canary-aborted', provider: alias, reason: this.#trial.because });
  }
}

/** The side on which the conversation was, if that is who was asked. */
function armOf({ notes, chain }: Decision, provider: string): CanaryArmName | undefined {
  const note = notes.find(({ stage }) => stage === 'canary');
  if (provider !== chain[0]) return undefined;
  if (note?.code === 'selected') return note.provider === provider ? 'canary' : undefined;
  return note?.code === 'control' && note.provider !== provider ? 'control' : undefined;
}

function keyOf({ id, provider }: NonNullable<Controls['canary']>): string {
  return `${id} ${provider === 'unknown' ? '' : provider.alias}`;
}
