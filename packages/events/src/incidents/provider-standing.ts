import type { WideEvent } from '../event/wide-event.ts';
import { isProviderFault } from './provider-faults.ts';

export interface ProviderDownThreshold {
  readonly kind: 'provider-down';
  /** A provider whose circuit is open is down once nobody has had an answer of it for so long. */
  readonly apartMs: number;
  /** An instance that says nothing of the provider for so long, not even of a probe that failed, is no longer believed. */
  readonly heardMs: number;
  /** Without an open circuit: the share of attempts that fail, out of so many at least. */
  readonly atLeast: number;
  readonly minimum: number;
  readonly windowMs: number;
}

/** What the requests that wanted the provider got instead. */
export interface OutageTally {
  /** Wall clock; when the first call that failed began. Missing where none was told of. */
  readonly sinceMs: number | undefined;
  readonly servedElsewhere: number;
  readonly unanswered: number;
  /** Whether some process sends it no requests of customers at the moment. */
  readonly isLeftAlone: boolean;
  /** Who answered instead, the busiest first. */
  readonly answeredBy: readonly string[];
  /** The class of failure that was seen most. */
  readonly errorClass: string | undefined;
}

export interface Arrival {
  readonly nowMs: number;
  readonly ageMs: number;
}

interface Told {
  atMs: number;
  heardAtMs: number;
  /** Monotonic. Missing while it is in use. */
  apartSinceMs: number | undefined;
  isOpen: boolean;
}

/** Processes that are remembered of one provider. */
const MAX_PRODUCERS = 100;

/**
 * How one provider stands, by what each process tells of its circuit. The router asks a provider that fails two or
 * three times and then leaves it alone, so what its circuit does says more, at any traffic, than attempts can.
 */
export class ProviderStanding {
  readonly #threshold: ProviderDownThreshold;
  /** By process. */
  readonly #told = new Map<string, Told>();
  readonly #answeredBy = new Map<string, number>();
  readonly #errorClasses = new Map<string, number>();
  #sinceMs: number | undefined;
  #servedElsewhere = 0;
  #unanswered = 0;

  constructor(threshold: ProviderDownThreshold) {
    this.#threshold = threshold;
  }

  /** @param at the monotonic instant of its arrival, and how long ago the event was then */
  add(event: WideEvent, at: Arrival): void {
    const { nowMs, ageMs } = at;
    const told = this.#of(event.producer);
    const { error, provider, atMs } = event;
    if (event.kind !== 'decision' && isProviderFault(error)) {
      this.#sinceMs ??= event.startedAtMs;
      count(this.#errorClasses, error!.class, event);
    }
    if (event.kind === 'decision') this.#tally(event, provider);
    if (error || event.decision?.passedOver?.length) told.heardAtMs = nowMs;
    const state = event.fields?.['router.health_to'];
    // Events of one process need not come in order.
    if (event.kind !== 'health' || state === undefined || atMs < told.atMs) return;
    Object.assign(told, { atMs, heardAtMs: nowMs });
    if (state === 'closed' || state === 'ramping') {
      Object.assign(told, { apartSinceMs: undefined, isOpen: false });
      return;
    }
    told.apartSinceMs ??= nowMs - ageMs;
    told.isOpen = state === 'open' || state === 'half_open';
  }

  isDown(nowMs: number): boolean {
    const { apartMs, heardMs } = this.#threshold;
    for (const { isOpen, apartSinceMs = nowMs, heardAtMs } of this.#told.values()) {
      if (isOpen && nowMs - apartSinceMs >= apartMs && nowMs - heardAtMs < heardMs) return true;
    }
    return false;
  }

  /** Whether every process that says anything of it has it in use. */
  isInUse(nowMs: number): boolean {
    const { heardMs } = this.#threshold;
    return [...this.#told.values()].every(
      ({ apartSinceMs, heardAtMs }) => apartSinceMs === undefined || nowMs - heardAtMs >= heardMs,
    );
  }

  get tally(): OutageTally {
    return {
      sinceMs: this.#sinceMs,
      servedElsewhere: this.#servedElsewhere,
      unanswered: this.#unanswered,
      isLeftAlone: this.#told.values().some(({ apartSinceMs }) => apartSinceMs !== undefined),
      answeredBy: mostFirst(this.#answeredBy).slice(0, 3),
      errorClass: mostFirst(this.#errorClasses)[0],
    };
  }

  /** Counts anew: what was is over. */
  forgetTally(): void {
    this.#answeredBy.clear();
    this.#errorClasses.clear();
    this.#sinceMs = undefined;
    this.#servedElsewhere = 0;
    this.#unanswered = 0;
  }

  #tally(event: WideEvent, left: string | undefined): void {
    if (!wasLeft(event, left)) return;
    const weight = 1 / event.sample.rate;
    const answered = event.fields?.['router.answered_by'];
    if (answered === undefined) {
      if (event.decision?.exhausted || event.error) this.#unanswered += weight;
      return;
    }
    this.#servedElsewhere += weight;
    count(this.#answeredBy, answered, event);
  }

  #of(producer: string): Told {
    const told = this.#told.getOrInsertComputed(producer, () => ({
      atMs: -Infinity,
      heardAtMs: -Infinity,
      apartSinceMs: undefined,
      isOpen: false,
    }));
    const oldest = this.#told.size > MAX_PRODUCERS ? this.#told.keys().next().value : undefined;
    if (oldest !== undefined && oldest !== producer) this.#told.delete(oldest);
    return told;
  }
}

/** Whether a decision's request wanted the provider and got another one, or none. */
export function wasLeft({ kind, decision, fields }: WideEvent, provider: string | undefined): boolean {
  if (kind !== 'decision' || provider === undefined) return false;
  if (decision?.passedOver?.includes(provider)) return fields?.['router.answered_by'] !== provider;
  return (fields?.['router.tried'] ?? []).includes(provider) && fields?.['router.answered_by'] !== provider;
}

function count(counts: Map<string, number>, key: string, { sample }: WideEvent): void {
  // Names come from the configuration, classes from a closed set; a foreign event must not fill memory all the same.
  if (counts.size >= 50 && !counts.has(key)) return;
  counts.set(key, (counts.get(key) ?? 0) + 1 / sample.rate);
}

function mostFirst(counts: ReadonlyMap<string, number>): readonly string[] {
  return [...counts].sort(([, a], [, b]) => b - a).map(([key]) => key);
}
