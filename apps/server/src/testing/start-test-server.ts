import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createChatEngine, ownerKey, type ChatSettings, type SessionResetListener } from '@naru/chat';
import type { Assistant } from '@naru/chat/assistant';
import { createMemorySessionStore, createMemoryStreamLog, createMemoryTurnStore } from '@naru/chat/memory';
import type { EventArchive, IncidentStore } from '@naru/events';
import { MemoryEventStore, MemoryIncidentStore } from '@naru/events/memory';
import { createSystemIds, seededRandom, sha256Hex, systemClock } from '@naru/kernel';
import { recordingLogger } from '@naru/kernel/testing';
import type { LanguageModel } from '@naru/language-model';
import type { Report } from '@naru/reports';
import { createMemoryReportStore } from '@naru/reports/memory';
import { createRouter, type ProviderPrices, type RouterSettings } from '@naru/router';
import {
  createMemoryBudgetStore,
  createMemoryLedgerStore,
  createMemoryLedgerTotals,
  createMemoryOverrideStore,
} from '@naru/router/memory';
import { aProvider, routerSettings } from '@naru/router/testing';
import { TICKET_SETTINGS, type Knowledge } from '@naru/support';
import { createMemoryFeedbackStore, createMemoryTicketMemory, createMemoryTicketService } from '@naru/support/memory';
import { Registry } from 'prom-client';
import { buildHttp, type HttpSettings } from '../composition/build-http.ts';
import { buildQuality } from '../composition/build-quality.ts';
import { buildTickets } from '../composition/build-tickets.ts';
import { needsOfQuestion } from '../composition/needs-of-question.ts';
import { createTicketCounter } from '../composition/ticket-counter.ts';
import { priceQuote } from '../composition/price-quote.ts';
import { buildSessionDiagnostics } from '../composition/build-session-diagnostics.ts';
import { stopGracefully } from '../composition/stop-gracefully.ts';
import type { IntentRules } from '../http/gateway/call-labels.ts';
import { DEFAULT_BODY_LIMITS } from '../http/http.ts';
import type { IncidentRoutesDeps } from '../http/operator/incident-routes.ts';
import { OperatorTokenFile } from '../secrets/operator-token-file.ts';
import { ClosedLabels } from '../telemetry/closed-labels.ts';
import { tellAll } from '../telemetry/observers.ts';
import { RememberedDecisions } from '../telemetry/remembered-decisions.ts';
import { RouterMetrics } from '../telemetry/router-metrics.ts';
import { registerRoutingGauges } from '../telemetry/routing-gauges.ts';
import { SteeringMetrics } from '../telemetry/steering-metrics.ts';
import { TurnMetrics } from '../telemetry/turn-metrics.ts';
import { TurnNews } from '../ws/turn-news.ts';
import { aTestAssistant } from './a-test-assistant.ts';

export interface TestServerOptions {
  /** By alias, in the order of the chain. */
  readonly models: Readonly<Record<string, LanguageModel>>;
  readonly assistants?: readonly Assistant[];
  readonly http?: Partial<HttpSettings>;
  readonly router?: Partial<RouterSettings>;
  readonly chat?: Partial<ChatSettings>;
  readonly stopMs?: number;
  /** Of every provider; default: none is known. */
  readonly prices?: ProviderPrices;
  readonly resetListeners?: readonly SessionResetListener[];
  readonly intentRules?: IntentRules;
  readonly retrieve?: Knowledge['retrieve'];
  readonly reports?: readonly Report[];
  readonly eventArchive?: EventArchive;
  readonly incidents?: IncidentStore;
  readonly acknowledgeIncident?: IncidentRoutesDeps['acknowledgeIncident'];
}

export const OPERATOR_TOKEN = 'naru_op_for-tests-only';

const nothingFound: Knowledge['retrieve'] = () => ({
  sources: [],
  coverage: 0,
  nearness: 0,
  speaksOfSomething: true,
});

const CHAT: ChatSettings = {
  historyMessages: 20,
  turnsPerMinute: 1_000,
  maxMessageChars: 2_000,
  firstChunkMs: 10_000,
  totalMs: 60_000,
  leaseMs: 30_000,
  abandonedAfterMs: 1_000,
  budget: { extraAttempts: 3, waitMs: 30_000 },
};

const HTTP: HttpSettings = {
  bodyLimits: DEFAULT_BODY_LIMITS,
  addressPerMinute: 0,
  keyPerMinute: 0,
  trustedProxies: 0,
  heartbeatMs: 15_000,
  apiKeys: [],
  allowsOpenGateway: true,
  userTokens: {},
  sockets: { perOwner: 10, total: 10_000 },
  allowedOrigins: [],
  hasDemoCustomers: false,
  operatorAccess: { kind: 'token', hash: sha256Hex(OPERATOR_TOKEN) },
  operatorsOnPublic: true,
  page: { assistants: ['support'], maxMessageChars: 2_000, linkHosts: [] },
  pageFolder: join(tmpdir(), 'naru-no-page-here'),
  currency: 'USD',
  dayOffsetMs: 9 * 3_600_000,
  requestLogLevel: 'info',
};

/** Both listeners on free loopback ports, over the real router and chat engine, with models from a script. */
export async function startTestServer({ models, stopMs = 50, ...options }: TestServerOptions) {
  const dataDir = mkdtempSync(join(tmpdir(), 'naru-server-'));
  const clock = systemClock;
  const ids = createSystemIds();
  const random = seededRandom(1);
  const logger = recordingLogger();
  const registry = new Registry();
  const decisions = new RememberedDecisions();
  const routerMetrics = new RouterMetrics(registry);
  const ledger = createMemoryLedgerStore();
  const overrideStore = createMemoryOverrideStore();
  const reports = createMemoryReportStore();
  for (const report of options.reports ?? []) await reports.save(report);
  const labels = new ClosedLabels();
  const settings = routerSettings({
    policies: { default: { preset: 'gateway' }, support: { preset: 'gateway' } },
    ...options.router,
  });
  const router = createRouter({
    providers: Object.entries(models).map(([alias, languageModel]) => ({
      provider: aProvider({ alias, ...(options.prices && { prices: options.prices }) }),
      languageModel,
    })),
    ledger,
    budgets: createMemoryBudgetStore(),
    overrideStore,
    settings,
    observer: tellAll([routerMetrics, new SteeringMetrics(registry, labels), decisions.router], logger),
    clock,
    random,
    ids,
    logger,
  });
  routerMetrics.configure(router.providers);
  labels.configure(router.providers, settings);
  registerRoutingGauges({ registry, router, labels, minSample: () => settings.health?.minSample ?? 20 });
  const turnNews = new TurnNews();
  const sessions = createMemorySessionStore();
  const turns = createMemoryTurnStore();
  const ticketService = createMemoryTicketService();
  const tickets = buildTickets({
    service: ticketService,
    memory: createMemoryTicketMemory(),
    settings: () => TICKET_SETTINGS,
    registry,
    clock,
    ids,
    logger,
  });
  const { reviewer, takeFeedback, tracker } = buildQuality({
    sink: { observe: signal => router.observeQuality(signal) },
    feedback: createMemoryFeedbackStore(),
    sessions,
    turns,
    clock,
  });
  const assistants = options.assistants ?? [aTestAssistant()];
  const chat = createChatEngine({
    reviewer,
    assistants,
    languageModel: policy => router.languageModel(policy),
    prices: priceQuote(router),
    streamLog: createMemoryStreamLog({ clock }),
    observer: tellAll([new TurnMetrics(registry), decisions.turns, turnNews], logger),
    settings: {
      ...CHAT,
      ...options.chat,
    },
    sessions,
    turns,
    clock,
    random,
    ids,
    logger,
  });
  const sessionDiagnostics = buildSessionDiagnostics({
    sessions,
    resetListeners: [tickets.resetListener, ...(options.resetListeners ?? [])],
    escalationThreshold: () => 3,
    registry,
    logger,
  });
  const operatorTokens = new OperatorTokenFile(dataDir);
  const face = await buildHttp({
    settings: {
      ...HTTP,
      ...options.http,
    },
    signingKey: Buffer.alloc(32, 7),
    intentRules: options.intentRules ?? { ofQuestion: () => undefined, riskOf: () => 'normal' },
    findTurn: async (owner, chatId, messageId) => {
      const session = owner && (await sessions.find(ownerKey(owner), chatId));
      return turns.findByMessage(session?.id ?? chatId, messageId);
    },
    readiness: [],
    reloadConfig: () => ({
      kind: 'reloaded',
      warnings: [],
      needsRestart: [],
    }),
    clock,
    random,
    ids,
    logger,
    registry,
    operatorTokens,
    router,
    chat,
    turnNews,
    sessionDiagnostics,
    async adopt(visitor, user) {
      await sessions.adopt(ownerKey(visitor), ownerKey(user));
      await ticketService.adopt(ownerKey(visitor), ownerKey(user));
    },
    decisions,
    overrideStore,
    reports,
    ledger,
    ledgerTotals: createMemoryLedgerTotals(ledger),
    tickets: createTicketCounter({
      desk: tickets.desk,
      sessions,
      onOpened: sessionId => tracker.hearTicket(sessionId),
      ids,
    }),
    takeFeedback,
    teller: { onAnswered() {} },
    eventArchive: options.eventArchive ?? new MemoryEventStore(),
    ticketService,
    incidents: options.incidents ?? new MemoryIncidentStore(),
    acknowledgeIncident: options.acknowledgeIncident ?? (async () => undefined),
    retrieve: options.retrieve ?? nothingFound,
    needsOf: needsOfQuestion({ assistants, turns, historyMessages: CHAT.historyMessages, clock }),
  });
  await router.open();
  const publicUrl = await face.publicListener.http.listen({ host: '127.0.0.1', port: 0 });
  const internalUrl = await face.internalListener.http.listen({ host: '127.0.0.1', port: 0 });
  const stop = (): Promise<void> => stopGracefully({ face, chat, clock, logger, patienceMs: stopMs });
  return {
    publicUrl,
    internalUrl,
    chat,
    router,
    ledger,
    overrideStore,
    reports,
    registry,
    logger,
    face,
    operatorTokens,
    dataDir,
    stop,
    async [Symbol.asyncDispose]() {
      await stop();
      await router.close();
      rmSync(dataDir, {
        recursive: true,
        force: true,
      });
    },
  };
}
