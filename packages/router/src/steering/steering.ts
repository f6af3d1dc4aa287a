import type { Clock } from '@naru/kernel';
import { CanaryWatch } from '../canary/canary-watch.ts';
import type { CanaryTrial } from '../canary/canary-trial.ts';
import { LastProviders } from '../conversations/last-providers.ts';
import type { RoutingConfiguration } from '../decision/configuration.ts';
import type { CandidateSignals, Decision } from '../decision/decision.ts';
import { intentOf, type Features } from '../decision/features.ts';
import { NO_SIGNALS, type Snapshot } from '../decision/snapshot.ts';
import type { Override } from '../overrides/override.ts';
import { withOverrides } from '../overrides/with-overrides.ts';
import { QualityBook } from '../quality/quality-book.ts';
import type { Provider } from '../providers/provider.ts';
import type { KeptSteering } from './steering-keeper.ts';
import type { AttemptEndedEvent, CanaryAbortedEvent } from '../telemetry/router-event.ts';

export interface SteeringDeps {
  readonly clock: Clock;
  readonly configuration: RoutingConfiguration;
  /** Those that hold now; the same list as long as nothing changes. */
  readonly overrides: () => readonly Override[];
  /** With the key by which it is known that this canary has ended. */
  readonly onCanaryAborted: (event: CanaryAbortedEvent, key: string) => void;
}

/** What deciding knows besides health: what operators want, how good answers were, whose conversation it is. */
export class Steering {
  readonly quality: QualityBook;
  readonly #clock: Clock;
  readonly #overrides: () => readonly Override[];
  readonly #canary: CanaryWatch;
  readonly #lastProviders: LastProviders;
  #configuration: RoutingConfiguration;
  #inForce: { readonly overrides: readonly Override[]; readonly configuration: RoutingConfiguration } | undefined;

  constructor({ clock, configuration, overrides, onCanaryAborted }: SteeringDeps) {
    this.#clock = clock;
    this.#overrides = overrides;
    this.#canary = new CanaryWatch(clock, onCanaryAborted);
    this.#lastProviders = new LastProviders(clock);
    this.#configuration = configuration;
    this.quality = new QualityBook(clock, configuration.preferences.quality);
    this.configure(configuration);
  }

  configure(configuration: RoutingConfiguration): void {
    this.#configuration = configuration;
    this.#inForce = undefined;
    this.quality.configure(
      configuration.providers.map(({ alias }) => alias),
      configuration.preferences.quality,
    );
  }

  /** Takes what was kept over a restart. */
  restore({ quality, canaryEnds }: KeptSteering): void {
    this.quality.restore(quality);
    this.#canary.restore(canaryEnds);
  }

  /** The configuration with what operators have said over it. */
  get inForce(): RoutingConfiguration {
    const overrides = this.#overrides();
    if (this.#inForce?.overrides !== overrides) {
      this.#inForce = { overrides, configuration: withOverrides(this.#configuration, overrides) };
    }
    return this.#inForce.configuration;
  }

  /** How the canary stands that is tried out now. */
  get canaryTrial(): CanaryTrial {
    return this.#canary.trialOf(this.inForce.controls.canary);
  }

  /** Changes nothing, however often it is called. */
  snapshot(features: Features, health: ReadonlyMap<string, CandidateSignals>, isOverSoftCeiling: boolean): Snapshot {
    const configuration = this.inForce;
    const conversation = this.#lastProviders.of(features);
    const { canary } = configuration.controls;
    return {
      atMs: this.#clock.now(),
      configuration,
      signals: this.#withQuality(health, configuration.providers, intentOf(features)),
      ...(conversation && { conversation }),
      ...(isOverSoftCeiling && { spend: 'over_soft_ceiling' }),
      ...(canary && this.#canary.trialOf(canary).state === 'aborted' && { canary: 'aborted' }),
    };
  }

  /** An attempt has ended that was made for a decision of that configuration. */
  attemptEnded(event: AttemptEndedEvent, decision: Decision, { controls, preferences }: RoutingConfiguration): void {
    this.#canary.ended(event, decision, controls.canary, preferences.canaryAbort);
    if (event.outcome === 'ok') this.#lastProviders.answered(event.provider, event.labels);
  }

  #withQuality(
    health: ReadonlyMap<string, CandidateSignals>,
    providers: readonly Provider[],
    intent: string,
  ): ReadonlyMap<string, CandidateSignals> {
    let merged: Map<string, CandidateSignals> | undefined;
    for (const { alias } of providers) {
      const quality = this.quality.of(alias, intent);
      if (!quality) continue;
      merged ??= new Map(health);
      merged.set(alias, { ...(health.get(alias) ?? NO_SIGNALS), quality });
    }
    return merged ?? health;
  }
}
