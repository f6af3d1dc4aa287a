import packageJson from '../../package.json' with { type: 'json' };
import { ownerKey, type ChatEngine } from '@naru/chat';
import type { Clock, Ids, Logger, Random } from '@naru/kernel';
import type { Router } from '@naru/router';
import type { QualitySignal } from '@naru/support';
import type { LiveConfig } from '../config/index.ts';
import { OperatorTokenFile } from '../secrets/operator-token-file.ts';
import { loadSigningKey } from '../secrets/signing-key-file.ts';
import { startDailyRetention } from '../workers/daily-retention.ts';
import { registerRoutingGauges } from '../telemetry/routing-gauges.ts';
import { buildAssistants, intentRulesOf, retrieveOf } from './assistants.ts';
import { buildChatCaches } from './build-chat-caches.ts';
import { buildChat } from './build-chat.ts';
import { EventTeller } from '../telemetry/events/event-teller.ts';
import { buildEvents } from './build-events.ts';
import { buildHttp, type HttpFace } from './build-http.ts';
import { buildQuality } from './build-quality.ts';
import { buildRouter } from './build-router.ts';
import { buildSessionDiagnostics } from './build-session-diagnostics.ts';
import { buildSharedState } from './build-shared-state.ts';
import { buildStreamLog } from './build-stream-log.ts';
import { buildStores } from './build-stores.ts';
import { buildTelemetry } from './build-telemetry.ts';
import { buildTicketMemory } from './build-ticket-memory.ts';
import { buildTickets } from './build-tickets.ts';
import { tellAll } from '../telemetry/observers.ts';
import { TurnNews } from '../ws/turn-news.ts';
import { httpSettings } from './http-settings.ts';
import { createTicketCounter } from './ticket-counter.ts';
import { outlivedOf } from './outlived.ts';
import { needsOfQuestion } from './needs-of-question.ts';
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

const { version: VERSION } = packageJson;

/** Builds the application from the outside in: telemetry, stores, router, chat, listeners. Disposed in reverse. */
export async function compose(live: LiveConfig, world: World): Promise<App> {
  await using opening = new AsyncDisposableStack();
  const config = live.current;
  const { dataDir } = config.server;

  const signingKey = loadSigningKey(dataDir);
  const operatorTokens = new OperatorTokenFile(dataDir);
  const { registry, routerMetrics, labels, decisions, routerObserver, turnObserver } = buildTelemetry(world.logger);

  const events = await buildEvents({ config, version: VERSION, registry, opening, ...world });
  const teller = new EventTeller({ events: events.emitter, ...world });

  const stores = await buildStores({ config, opening, ...world });
  const shared = await buildSharedState({ config, registry, opening, ...world });
  const { router, reconfigure } = await buildRouter({
    config,
    observer: tellAll([routerObserver, teller.router], world.logger),
    sharedState: shared?.sharedState,
    sharedBudgets: shared?.budgets,
    metrics: routerMetrics,
    labels,
    stores,
    opening,
    ...world,
  });
  const minSample = (): number => live.current.routing.health?.minSample ?? DEFAULT_MIN_SAMPLE;
  registerRoutingGauges({ registry, router, labels, minSample });
  const tickets = buildTickets({
    service: stores.tickets,
    memory: await buildTicketMemory({ config, reserve: stores.ticketMemory, opening, ...world }),
    settings: () => live.current.tickets,
    registry,
    ...world,
  });
  const sink = { observe: (signal: QualitySignal) => router.observeQuality(signal) };
  const quality = buildQuality({ sink, ...stores, ...world });
  const built = await buildAssistants({ config, stores, ticketDesk: tickets.desk, opening, ...world });
  const assistants = built.map(({ assistant }) => assistant);
  const turnNews = new TurnNews();
  const observer = tellAll([turnObserver, turnNews, teller.turns], world.logger);
  const { handOff } = tickets;
  const { reviewer, takeFeedback } = quality;
  const streamLog = await buildStreamLog({ config, archive: stores.streams, opening, ...world });
  const caches = await buildChatCaches({ config, opening, ...world });
  const chat = buildChat({
    config,
    caches,
    streamLog,
    assistants,
    router,
    stores,
    observer,
    handOff,
    reviewer,
    ...world,
  });

  const sessionDiagnostics = buildSessionDiagnostics({
    sessions: stores.sessions,
    resetListeners: [tickets.resetListener],
    escalationThreshold: () => live.current.chat.fallbackEscalateThreshold,
    registry,
    logger: world.logger,
  });

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
    sessionDiagnostics,
    async adopt(visitor, user) {
      await stores.sessions.adopt(ownerKey(visitor), ownerKey(user));
      await stores.tickets.adopt(ownerKey(visitor), ownerKey(user));
    },
    reloadConfig,
    overrideStore: stores.overrides,
    reports: stores.reports,
    ledger: stores.ledger,
    ledgerTotals: stores.ledgerTotals,
    tickets: createTicketCounter({
      desk: tickets.desk,
      sessions: stores.sessions,
      onOpened: sessionId => quality.tracker.hearTicket(sessionId),
      ids: world.ids,
    }),
    takeFeedback,
    teller,
    eventArchive: events.archive,
    ticketService: stores.tickets,
    incidents: events.incidents,
    acknowledgeIncident: events.acknowledgeIncident,
    retrieve: retrieveOf(built),
    needsOf: needsOfQuestion({
      assistants,
      turns: stores.turns,
      historyMessages: config.chat.historyMessages,
      ...world,
    }),
    intentRules: intentRulesOf(built),
    readiness: [stores.readiness, ...(shared ? [shared.readiness] : [])],
    async findTurn(owner, chatId, messageId) {
      const session = owner && (await stores.sessions.find(ownerKey(owner), chatId));
      return stores.turns.findByMessage(session?.id ?? chatId, messageId);
    },
    ...world,
  });

  const outlived = outlivedOf({
    config,
    ledger: stores.ledger,
    ticketMemory: stores.ticketMemory,
    eventArchive: events.archive,
  });
  opening.use(startDailyRetention({ outlived, ...world }));

  // Everything opened: from here on the app owns it. An error above closes what was open.
  const resources = opening.move();
  return { face, chat, router, operatorTokens, reloadConfig, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}
