import type { DecidedEvent, RouterEvent, RouterObserver, StageNote } from '@naru/router';
import type { Registry } from 'prom-client';
import { ClosedCounter } from './closed-counter.ts';
import type { ClosedLabels } from './closed-labels.ts';

const COST_REASONS: ReadonlySet<string> = new Set(['selected', 'high_risk_bypass', 'not_configured', 'not_found']);
const INTENT_REASONS: ReadonlySet<string> = new Set(['selected', 'no_policy', 'not_found']);
const PROMOTE_REASONS: ReadonlySet<string> = new Set(['selected', 'none_above_cutline']);

/** Counts what moved requests besides failures: cost, intents, the quality floor, canaries, operators; and what it cost. */
export class SteeringMetrics implements RouterObserver {
  readonly #labels: ClosedLabels;
  readonly #costSteers: ClosedCounter<'provider' | 'reason' | 'mode'>;
  readonly #intentRoutes: ClosedCounter<'intent' | 'provider' | 'reason' | 'mode'>;
  readonly #promotes: ClosedCounter<'provider' | 'intent' | 'reason' | 'mode'>;
  readonly #spend: ClosedCounter<'provider'>;
  readonly #canaryAborts: ClosedCounter<'provider' | 'reason'>;
  readonly #overrides: ClosedCounter<'kind' | 'action'>;
  readonly #sharedFailures: ClosedCounter<'operation'>;

  constructor(registry: Registry, labels: ClosedLabels) {
    this.#labels = labels;
    this.#costSteers = new ClosedCounter({
      registry,
      name: 'chat_provider_cost_steer_total',
      help: 'Requests for which the low-cost provider was wanted first.',
      labels: ['provider', 'reason', 'mode'],
    });
    this.#intentRoutes = new ClosedCounter({
      registry,
      name: 'chat_provider_intent_route_total',
      help: 'Requests by intent, and what the route of the intent did.',
      labels: ['intent', 'provider', 'reason', 'mode'],
    });
    this.#promotes = new ClosedCounter({
      registry,
      name: 'chat_provider_quality_promote_total',
      help: 'Requests whose first provider was under the cut line of quality.',
      labels: ['provider', 'intent', 'reason', 'mode'],
    });
    this.#spend = new ClosedCounter({
      registry,
      name: 'chat_provider_spend_total',
      help: 'What attempts and probes have cost, in units of the currency.',
      labels: ['provider'],
    });
    this.#canaryAborts = new ClosedCounter({
      registry,
      name: 'chat_provider_canary_abort_total',
      help: 'Canaries that ended by themselves.',
      labels: ['provider', 'reason'],
    });
    this.#overrides = new ClosedCounter({
      registry,
      name: 'chat_provider_override_total',
      help: 'What operators have said, and its ends.',
      labels: ['kind', 'action'],
    });
    this.#sharedFailures = new ClosedCounter({
      registry,
      name: 'chat_provider_shared_state_failure_total',
      help: 'Times that what instances share could not be reached; this one went on alone.',
      labels: ['operation'],
    });
  }

  on(event: RouterEvent): void {
    switch (event.type) {
      case 'decided':
        for (const note of event.decision.notes) this.#noted(note, event);
        return;
      case 'attempt-ended':
      case 'probe-ended':
        if (event.costMicros)
          this.#spend.addAmount(event.costMicros / 1_000_000, this.#labels.provider(event.provider));
        return;
      case 'canary-aborted':
        this.#canaryAborts.add(this.#labels.provider(event.provider), event.reason);
        return;
      case 'override-changed':
        this.#overrides.add(event.override.act.kind, event.action);
        return;
      case 'shared-state-failed':
        this.#sharedFailures.add(event.operation);
        return;
      default:
        return;
    }
  }

  #noted({ stage, code, provider: alias }: StageNote, { labels: { intent }, mode }: DecidedEvent): void {
    if (stage === 'cost') {
      if (COST_REASONS.has(code)) this.#costSteers.add(this.#labels.provider(alias), code, mode);
    } else if (stage === 'intent') {
      if (INTENT_REASONS.has(code)) {
        this.#intentRoutes.add(this.#labels.intent(intent), this.#labels.provider(alias), code, mode);
      }
    } else if (stage === 'quality_floor' && PROMOTE_REASONS.has(code)) {
      this.#promotes.add(this.#labels.provider(alias), this.#labels.intent(intent), code, mode);
    }
  }
}
