import type { Clock } from '@naru/kernel';
import type { QualitySignals } from '../decision/decision.ts';
import type { QualityOfDay } from '../ports/steering-store.ts';
import type { QualitySettings } from '../steering-settings.ts';
import { recordQuality, restoreQuality, weighQuality, type QualityRecord } from './quality-record.ts';
import type { QualitySignal } from './quality-signal.ts';

/** Intents come from closed sets; more than this for one provider is somebody's mistake. */
const MAX_INTENTS = 64;
/** A weight falls by days: one that is this old is as good as new. */
const WEIGHT_HOLDS_MS = 60_000;

interface Entry {
  record: QualityRecord;
  weighed: QualitySignals | undefined;
  weighedAtMs: number;
}

export interface QualityWeight extends QualitySignals {
  readonly provider: string;
  /** Upper case. */
  readonly intent: string;
}

/** How good each provider's answers were, by intent. */
export class QualityBook {
  readonly #clock: Clock;
  /** By alias, then by intent. */
  #entries = new Map<string, Map<string, Entry>>();
  #settings: Required<QualitySettings>;

  constructor(clock: Clock, settings: Required<QualitySettings>) {
    this.#clock = clock;
    this.#settings = settings;
  }

  /** Providers that are gone are forgotten. */
  configure(aliases: readonly string[], settings: Required<QualitySettings>): void {
    this.#settings = settings;
    this.#entries = new Map(aliases.map(alias => [alias, this.#entries.get(alias) ?? new Map<string, Entry>()]));
    for (const intents of this.#entries.values()) {
      for (const entry of intents.values()) entry.weighed = undefined;
    }
  }

  /** False where the signal names nobody who is configured, is no number, or its intent is one too many. */
  observe({ provider, intent, kind, value }: QualitySignal): boolean {
    const intents = this.#entries.get(provider);
    const name = intent.toUpperCase();
    const entry = intents?.get(name);
    if (!intents || Number.isNaN(value) || (!entry && intents.size >= MAX_INTENTS)) return false;
    this.#keep(intents, name, recordQuality(entry?.record, kind, value, this.#clock.now(), this.#settings));
    return true;
  }

  /** Takes what was kept over a restart. Said twice, it counts twice; of providers that are gone nothing is taken. */
  restore(kept: readonly QualityOfDay[]): void {
    for (const one of kept) {
      const intents = this.#entries.get(one.provider);
      const entry = intents?.get(one.intent);
      if (!intents || (!entry && intents.size >= MAX_INTENTS)) continue;
      this.#keep(intents, one.intent, restoreQuality(entry?.record, one));
    }
  }

  #keep(intents: Map<string, Entry>, intent: string, record: QualityRecord): void {
    intents.set(intent, { record, weighed: undefined, weighedAtMs: 0 });
  }

  /** What is known of a provider's answers to an intent, upper case; `undefined` where nothing is. */
  of(alias: string, intent: string): QualitySignals | undefined {
    const entry = this.#entries.get(alias)?.get(intent);
    return entry && this.#weigh(entry);
  }

  list(): readonly QualityWeight[] {
    return [...this.#entries].flatMap(([provider, intents]) =>
      [...intents].map(([intent, entry]) => ({ provider, intent, ...this.#weigh(entry) })),
    );
  }

  #weigh(entry: Entry): QualitySignals {
    const nowMs = this.#clock.now();
    const isFresh = entry.weighed && Math.abs(nowMs - entry.weighedAtMs) < WEIGHT_HOLDS_MS;
    if (entry.weighed && isFresh) return entry.weighed;
    entry.weighed = weighQuality(entry.record, nowMs, this.#settings);
    entry.weighedAtMs = nowMs;
    return entry.weighed;
  }
}
