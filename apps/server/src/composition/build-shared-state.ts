import type { Clock, Logger, Random } from '@naru/kernel';
import type { BudgetStore, SharedState } from '@naru/router';
import type { Registry } from 'prom-client';
import type { Config } from '../config/index.ts';
import type { ReadinessCheck } from '../http/operator/health-routes.ts';
import { registerSharedStateGauges } from '../telemetry/shared-state-gauges.ts';

export interface SharedStateParts {
  readonly config: Pick<Config, 'redisUrl'>;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Closes what was opened, in reverse. */
  readonly opening: AsyncDisposableStack;
}

export interface BuiltSharedState {
  readonly sharedState: SharedState;
  readonly budgets: BudgetStore;
  readonly readiness: ReadinessCheck;
}

/** A start does not wait longer for Redis; it goes on alone until Redis is there. */
const PATIENCE_MS = 500;

/** What this instance shares with others; `undefined` where it is alone, and then nothing of Redis is loaded. */
export async function buildSharedState(parts: SharedStateParts): Promise<BuiltSharedState | undefined> {
  const { config, registry, clock, random, logger, opening } = parts;
  if (!config.redisUrl) return undefined;
  const { createRedisSharedState } = await import('@naru/redis');
  const sharedState = opening.use(createRedisSharedState({ url: config.redisUrl.reveal(), clock, random, logger }));
  await sharedState.firstContact(PATIENCE_MS);
  registerSharedStateGauges(registry, () => sharedState.standing());
  return {
    sharedState,
    budgets: sharedState.budgets,
    readiness: {
      name: 'redis',
      // Alone, an instance answers as well as ever; taking it out of service would make an outage out of nothing.
      isVital: false,
      check: async () => (sharedState.standing().isUp ? undefined : 'not reachable; this instance goes on alone'),
    },
  };
}
