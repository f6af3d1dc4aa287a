import type { Clock } from '@naru/kernel';
import type { Controls } from '../decision/controls.ts';
import type { Decision } from '../decision/decision.ts';
import { blamesProvider } from '../health/blame.ts';
import type { CanaryEnd } from '../ports/steering-store.ts';
import type { CanaryAbortSettings } from '../steering-settings.ts';
import type { AttemptEndedEvent, CanaryAbortedEvent } from '../telemetry/router-event.ts';
import { judgeCanary, NEW_TRIAL, type CanaryArmName, type CanaryTrial } from './canary-trial.ts';

/** Follows the canary of the moment, whoever it is, and tells when it has ended by itself. */
export class CanaryWatch {
  readonly #clock: Clock;
  readonly #onAbort: (event: CanaryAbortedEvent, key: string) => void;
  /** Canaries that ended by themselves before this start, by key. */
  #ended: ReadonlyMap<string, CanaryEnd> = new Map();
  /** Of which canary the trial is: another one, or a new wish of an operator's, begins anew. */
  #key = '';
  #trial: CanaryTrial = NEW_TRIAL;

  /** @param onAbort hears also by which key it is known that this canary has ended */
  constructor(clock: Clock, onAbort: (event: CanaryAbortedEvent, key: string) => void) {
    this.#clock = clock;
    this.#onAbort = onAbort;
  }

  /** How that canary stands. Changes nothing. */
  trialOf(canary: Controls['canary']): CanaryTrial {
    if (!canary) return NEW_TRIAL;
    const key = keyOf(canary);
    return key === this.#key ? this.#trial : this.#begin(key);
  }

  /** Takes which canaries ended before a restart: who has failed is not tried again because the process was. */
  restore(ends: readonly CanaryEnd[]): void {
    this.#ended = new Map(ends.map(end => [end.key, end]));
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
      this.#trial = this.#begin(key);
    }
    // Who is waited for in vain is not forgotten: without its deadline a slow provider would look quick.
    const latencyMs = outcome.startsWith('timeout_') ? durationMs : firstTokenMs;
    const wasRunning = this.#trial.state === 'running';
    const happened = { arm, failed: outcome !== 'ok', latencyMs, nowMs: this.#clock.monotonicMs() };
    this.#trial = judgeCanary(this.#trial, happened, settings);
    if (!wasRunning || this.#trial.state !== 'aborted') return;
    const alias = canary.provider === 'unknown' ? 'unknown' : canary.provider.alias;
    this.#onAbort({ type: 'canary-aborted', provider: alias, reason: this.#trial.because }, key);
  }

  #begin(key: string): CanaryTrial {
    const end = this.#ended.get(key);
    return end ? { ...NEW_TRIAL, state: 'aborted', because: end.because, atMs: end.atMs } : NEW_TRIAL;
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
