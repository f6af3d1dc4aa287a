import type { Clock, Ids, Logger, Random } from '@naru/kernel';
import { askForOneToken } from '../attempt/synthetic-probe.ts';
import { costMicros } from '../money/price.ts';
import type { SharedState } from '../ports/shared-state.ts';
import type { Provider, ProviderEntry } from '../providers/provider.ts';
import { GuardedState } from '../shared/guarded-state.ts';
import { SharedHealth } from '../shared/shared-health.ts';
import type { RouterEvent } from '../telemetry/router-event.ts';
import type { HealthSettings } from './health-settings.ts';
import { ProbeSchedule } from './probe-schedule.ts';
import { ProviderHealth, type Admission } from './provider-health.ts';

export interface HealthWatchDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly emit: (event: RouterEvent) => void;
  readonly sharedState: SharedState | undefined;
  /** As they are now. */
  readonly settings: () => HealthSettings;
  /** By alias; missing for a provider that is gone. */
  readonly entryOf: (alias: string) => ProviderEntry | undefined;
}

export interface HealthWatch {
  readonly health: ProviderHealth;
  /** Leaves no timer and no listener behind. */
  dispose(): void;
}

/** Health with all that acts by itself around it: probes where no turn comes, and what other instances know. */
export function watchHealth(deps: HealthWatchDeps): HealthWatch {
  const { clock, random, ids, logger, emit, sharedState, settings } = deps;
  const health = new ProviderHealth({
    clock,
    random,
    mayProbe: key => shared?.mayProbe(key) ?? true,
    onChange: ({ provider, from, to }) => emit({ type: 'health-changed', provider: provider.alias, from, to }),
    onLearned(provider, isTold) {
      probes.learned(provider);
      shared?.learned(provider, isTold);
    },
  });
  const probes = new ProbeSchedule({
    clock,
    health,
    settings,
    send: (provider, admission) => void sendProbe(provider, admission, deps),
  });
  const shared = sharedState && new SharedHealth({ ...guarded(sharedState), clock, health, settings });

  function guarded(state: SharedState): { readonly state: GuardedState; readonly instanceId: string } {
    const onFailure = (operation: string): void => emit({ type: 'shared-state-failed', operation });
    return { state: new GuardedState({ state, clock, logger, onFailure }), instanceId: ids.newId() };
  }

  return {
    health,
    dispose() {
      probes.dispose();
      shared?.dispose();
    },
  };
}

async function sendProbe(provider: Provider, admission: Admission, deps: HealthWatchDeps): Promise<void> {
  const { alias, prices } = provider;
  const entry = deps.entryOf(alias);
  if (!entry) return admission.ended({ outcome: 'cancelled' });
  const startedAtMs = deps.clock.now();
  const { retryAfterMs, ...result } = await askForOneToken(entry, deps);
  const { outcome, durationMs, usage } = result;
  // How long one token takes says nothing of how long answers do.
  admission.ended({ outcome, retryAfterMs });
  const cost = usage && prices && { costMicros: costMicros(usage, prices) };
  deps.emit({
    type: 'probe-ended',
    provider: alias,
    outcome,
    startedAtMs,
    durationMs,
    ...(usage && { usage }),
    ...cost,
  });
}
