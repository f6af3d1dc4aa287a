import { ownerKey, type ChatEngine } from '@naru/chat';
import type { Clock, Ids, Logger, Random } from '@naru/kernel';
import type { Router } from '@naru/router';
import type { LiveConfig } from '../config/index.ts';
import { OperatorTokenFile } from '../secrets/operator-token-file.ts';
import { loadSigningKey } from '../secrets/signing-key-file.ts';
import { registerRoutingGauges } from '../telemetry/routing-gauges.ts';
import { buildAssistants, intentRulesOf, retrieveOf } from './assistants.ts';
import { buildChat } from './build-chat.ts';
import { buildHttp, type HttpFace } from './build-http.ts';
import { buildRouter } from './build-router.ts';
import { buildSharedState } from './build-shared-state.ts';
import { buildStores } from './build-stores.ts';
import { buildTelemetry } from './build-telemetry.ts';
import { tellAll } from '../telemetry/observers.ts';
import { TurnNews } from '../ws/turn-news.ts';
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

  const stores = await buildStores({ config, opening, ...world });
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
  const built = await buildAssistants({ config, stores, opening, ...world });
  const assistants = built.map(({ assistant }) => assistant);
  const turnNews = new TurnNews();
  const observer = tellAll([turnObserver, turnNews], world.logger);
  const chat = buildChat({ config, assistants, router, stores, observer, ...world });

  const reloadConfig = configReloader({ live, apply: reconfigure, registry, logger: world.logger });
  const face = await buildHttp({
    settings: httpSettings(
      config,
      assistants.map(({ name }) => name),
    ),
    registry,
    decisions,
    signingKey,
    operatorTokens,
    router,
    chat,
    turnNews,
    reloadConfig,
    overrideStore: stores.overrides,
    reports: stores.reports,
    retrieve: retrieveOf(built),
    intentRules: intentRulesOf(built),
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
