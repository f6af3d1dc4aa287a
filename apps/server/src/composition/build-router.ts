import { createBedrockProviderModel } from '@naru/bedrock';
import type { Clock, Ids, Logger, Random } from '@naru/kernel';
import { ConnectionPool, createProviderModel } from '@naru/llm';
import { createMemoryBudgetStore } from '@naru/router/memory';
import {
  createRouter,
  type BudgetStore,
  type ProviderEntry,
  type Router,
  type RouterObserver,
  type SharedState,
} from '@naru/router';
import type { Config, ConfiguredProvider } from '../config/index.ts';
import type { ClosedLabels } from '../telemetry/closed-labels.ts';
import type { RouterMetrics } from '../telemetry/router-metrics.ts';
import type { Stores } from './build-stores.ts';

export interface RouterParts {
  readonly config: Config;
  readonly observer: RouterObserver;
  readonly metrics: RouterMetrics;
  readonly labels: ClosedLabels;
  readonly stores: Pick<Stores, 'ledger' | 'overrides' | 'steering' | 'atStart'>;
  /** Missing: this instance is alone. */
  readonly sharedState: SharedState | undefined;
  readonly sharedBudgets: BudgetStore | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly ids: Ids;
  readonly logger: Logger;
  /** Closes what was opened, in reverse. */
  readonly opening: AsyncDisposableStack;
}

export interface BuiltRouter {
  readonly router: Router;
  /** Takes a new configuration for calls that begin from now on. @throws {RangeError} when it makes no sense */
  reconfigure(config: Config): void;
}

/** The embedded model streams at a pace that people can follow. A JSON answer it gives at once. */
const TOY_WORD_MS = 15;

/** The providers with their adapters over one pool of connections, and the router over them. */
export async function buildRouter({
  config,
  observer,
  metrics,
  labels,
  stores,
  sharedState,
  sharedBudgets,
  opening,
  ...world
}: RouterParts): Promise<BuiltRouter> {
  const { clock } = world;
  const pool = opening.adopt(new ConnectionPool({ clock }), open => open.close());
  const toEntry = ({ provider, apiKey }: ConfiguredProvider): ProviderEntry => {
    const deps = { apiKey: apiKey?.reveal(), clock, pool, toyWordMs: TOY_WORD_MS };
    const create = provider.protocol === 'bedrock' ? createBedrockProviderModel : createProviderModel;
    return { provider, languageModel: create(provider, deps) };
  };
  const router = createRouter({
    providers: config.providers.map(toEntry),
    settings: config.routing,
    ledger: stores.ledger,
    // What was spent before the start comes from the ledger, wherever they are kept.
    budgets: createMemoryBudgetStore(),
    sharedBudgets,
    overrideStore: stores.overrides,
    steeringStore: stores.steering,
    sharedState,
    observer,
    ...world,
  });
  opening.defer(() => router.close().then(() => {}));
  await stores.atStart('ledger and overrides', async () => {
    const loss = await router.open();
    if (loss.attempts === 0) return;
    world.logger.error({ ...loss }, 'the last run died before it had written all attempts to the ledger');
  });
  metrics.configure(router.providers);
  labels.configure(router.providers, config.routing);
  return {
    router,
    reconfigure({ providers, routing }) {
      router.reconfigure(providers.map(toEntry), routing);
      metrics.configure(router.providers);
      labels.configure(router.providers, routing);
    },
  };
}
