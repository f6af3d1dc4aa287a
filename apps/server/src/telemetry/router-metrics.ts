import type { Provider, RouterEvent, RouterObserver } from '@naru/router';
import { Gauge, type Registry } from 'prom-client';
import { ClosedCounter } from './closed-counter.ts';
import { ClosedHistogram } from './closed-histogram.ts';

const LATENCY_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 120];

/** Counts what the router tells, under the names and labels that the specification fixes. */
export class RouterMetrics implements RouterObserver {
  readonly #routes: ClosedCounter<'provider' | 'result' | 'mode'>;
  readonly #failovers: ClosedCounter<'from' | 'to' | 'reason' | 'mode'>;
  readonly #forced: ClosedCounter<'provider' | 'reason' | 'mode'>;
  readonly #attempts: ClosedHistogram<'provider' | 'outcome' | 'mode'>;
  readonly #firstTokens: ClosedHistogram<'provider' | 'mode'>;
  readonly #costPer1k: Gauge<'provider'>;
  #aliases: ReadonlySet<string> = new Set();

  constructor(registry: Registry) {
    this.#routes = new ClosedCounter({
      registry,
      name: 'chat_provider_route_total',
      help: 'Attempts by provider and result, and providers passed over.',
      labels: ['provider', 'result', 'mode'],
    });
    this.#failovers = new ClosedCounter({
      registry,
      name: 'chat_provider_failover_total',
      help: 'Moves from one provider to the next, by the outcome class that caused them.',
      labels: ['from', 'to', 'reason', 'mode'],
    });
    this.#forced = new ClosedCounter({
      registry,
      name: 'chat_provider_forced_route_total',
      help: 'Requests for which an operator had forced a provider.',
      labels: ['provider', 'reason', 'mode'],
    });
    this.#attempts = new ClosedHistogram({
      registry,
      name: 'chat_provider_attempt_seconds',
      help: 'Duration of attempts.',
      labels: ['provider', 'outcome', 'mode'],
      buckets: LATENCY_SECONDS,
    });
    this.#firstTokens = new ClosedHistogram({
      registry,
      name: 'chat_provider_first_token_seconds',
      help: 'Attempt start to first accepted content.',
      labels: ['provider', 'mode'],
      buckets: LATENCY_SECONDS,
    });
    this.#costPer1k = new Gauge({
      name: 'chat_provider_cost_per_1k',
      help: 'Configured price of 1,000 tokens, the mean of input and output, in units of the currency.',
      labelNames: ['provider'],
      registers: [registry],
    });
  }

  /** Takes the providers as they are now configured: only their aliases become labels. */
  configure(providers: readonly Provider[]): void {
    this.#aliases = new Set(providers.map(({ alias }) => alias));
    this.#costPer1k.reset();
    for (const { alias, prices } of providers) {
      if (!prices) continue;
      this.#costPer1k.set({ provider: alias }, (prices.inputMicrosPer1k + prices.outputMicrosPer1k) / 2 / 1_000_000);
    }
  }

  on(event: RouterEvent): void {
    switch (event.type) {
      case 'decided': {
        const forced = event.decision.notes.find(({ stage }) => stage === 'forced');
        const result = forced && FORCED_RESULTS.get(forced.code);
        if (result) this.#forced.add(this.#label(forced.provider), result, event.mode);
        return;
      }
      case 'attempt-committed':
        this.#firstTokens.observeMs(event.firstTokenMs, this.#label(event.provider), event.mode);
        return;
      case 'attempt-ended': {
        const { outcome, mode } = event;
        const provider = this.#label(event.provider);
        this.#routes.add(provider, outcome === 'ok' || outcome === 'cancelled' ? outcome : 'error', mode);
        this.#attempts.observeMs(event.durationMs, provider, outcome, mode);
        return;
      }
      case 'failed-over':
        this.#failovers.add(this.#label(event.from), this.#label(event.to), event.reason, event.mode);
        return;
      case 'provider-skipped':
        this.#routes.add(this.#label(event.provider), `${event.reason}_skip`, event.mode);
        return;
      case 'attempt-started':
      case 'health-changed':
        return;
    }
  }

  /** An alias, `none` where nothing was named, `unknown` for anything else: never a URL. */
  #label(provider: string | undefined): string {
    if (provider === undefined) return 'none';
    return this.#aliases.has(provider) ? provider : 'unknown';
  }
}

/** The forced stage's codes that are worth a count. */
const FORCED_RESULTS: ReadonlyMap<string, string> = new Map([
  ['selected', 'selected'],
  ['applied', 'selected'],
  ['not_found', 'not_found'],
  ['blocked', 'blocked'],
]);
