import { ownerKey, type ChatEngine } from '@naru/chat';
import type { Clock, Ids, Logger, Random } from '@naru/kernel';
import type { Router } from '@naru/router';
import { riskOf, SUPPORT_INTENTS, supportIntent } from '@naru/support';
import type { LiveConfig } from '../config/index.ts';
import { AUTO } from '../http/gateway/gateway-models.ts';
import type { IntentRules } from '../http/gateway/call-labels.ts';
import { OperatorTokenFile } from '../secrets/operator-token-file.ts';
import { loadSigningKey } from '../secrets/signing-key-file.ts';
import { registerRoutingGauges } from '../telemetry/routing-gauges.ts';
import { buildChat } from './build-chat.ts';
import { buildHttp, type HttpFace } from './build-http.ts';
import { buildRouter } from './build-router.ts';
import { buildSharedState } from './build-shared-state.ts';
import { buildStores } from './build-stores.ts';
import { buildTelemetry } from './build-telemetry.ts';
import { httpSettings } from './http-settings.ts';
import { configReloader, type ReloadReport } from './reload-config.ts';

/** The whole application, built and not yet listening. */
export interface App extends AsyncDisposable {
  readonly face: HttpFace;
  readonly chat: ChatEngine;
  readonly router: Router;
  readonly operatorTokens: OperatorTokenFile;
  readonly reloadConfig: () => ReloadReport;
}

/** What only the process can give. Tests pass their own and get the whole application around it. */
export interface World {
  readonly clock: Clock;
  readonly random: Random;
  readonly ids: Ids;
  readonly logger: Logger;
}

/** The schema gives it always; the type knows that it may be missing. */
const DEFAULT_MIN_SAMPLE = 20;

/** Builds the application from the outside in: telemetry, stores, router, chat, listeners. Disposed in reverse. */
export async function compose(live: LiveConfig, world: World): Promise<App> {
  await using opening = new AsyncDisposableStack();
  const config = live.current;
  const { dataDir } = config.server;

  const signingKey = loadSigningKey(dataDir);
  const operatorTokens = new OperatorTokenFile(dataDir);
  const { registry, routerMetrics, labels, decisions, routerObserver, turnObserver } = buildTelemetry(world.logger);

  const stores = await buildStores({ dataDir, opening, ...world });
  const shared = await buildSharedState({ config, registry, opening, ...world });
  const { router, reconfigure } = await buildRouter({
    config,
    observer: routerObserver,
    sharedState: shared?.sharedState,
    metrics: routerMetrics,
    labels,
    stores,
    opening,
    ...world,
  });
  const minSample = (): number => live.current.routing.health?.minSample ?? DEFAULT_MIN_SAMPLE;
  registerRoutingGauges({ registry, router, labels, minSample });
  const { chat, knowledge } = await buildChat({ config, router, stores, observer: turnObserver, opening, ...world });

  const reloadConfig = configReloader({ live, apply: reconfigure, registry, logger: world.logger });
  const face = await buildHttp({
    settings: httpSettings(config),
    registry,
    decisions,
    signingKey,
    operatorTokens,
    router,
    chat,
    reloadConfig,
    overrideStore: stores.overrides,
    retrieve: question => knowledge.retrieve(question),
    intentRules: SUPPORT_RULES,
    readiness: [stores.readiness, ...(shared ? [shared.readiness] : [])],
    async findTurn(owner, chatId, messageId) {
      const session = owner && (await stores.sessions.find(ownerKey(owner), chatId));
      return stores.turns.findByMessage(session?.id ?? chatId, messageId);
    },
    ...world,
  });

  // Everything opened: from here on the app owns it. An error above closes what was open.
  const resources = opening.move();
  return { face, chat, router, operatorTokens, reloadConfig, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

const RULED_MODELS: ReadonlySet<string> = new Set([AUTO, 'support']);

/** The gateway's default chain and the support policy read questions as the support assistant does. */
const SUPPORT_RULES: IntentRules = {
  ofQuestion: (model, text) => (RULED_MODELS.has(model) ? supportIntent(text) : undefined),
  riskOf: intent => {
    const known = SUPPORT_INTENTS.find(name => name === intent);
    return known === undefined ? 'normal' : riskOf(known);
  },
};
