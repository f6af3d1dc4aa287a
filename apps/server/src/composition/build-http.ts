import type { PageSettings } from '@naru/api-contract';
import type { ChatEngine, Owner, SessionDiagnostics } from '@naru/chat';
import type { Clock, Ids, Logger, Random } from '@naru/kernel';
import type { ReportStore } from '@naru/reports';
import type { LedgerStore, LedgerTotals, OverrideStore, Router } from '@naru/router';
import type { Knowledge } from '@naru/support';
import type { Registry } from 'prom-client';
import type { OperatorAccess } from '../config/index.ts';
import type { AnsweredRequest } from '../http/create-listener.ts';
import type { IntentRules } from '../http/gateway/call-labels.ts';
import type { BodyLimits } from '../http/http.ts';
import { createInternalListener } from '../http/internal-listener.ts';
import type { EventRoutesDeps } from '../http/operator/event-routes.ts';
import type { ReadinessCheck } from '../http/operator/health-routes.ts';
import type { IncidentRoutesDeps } from '../http/operator/incident-routes.ts';
import type { TicketDeskRoutesDeps } from '../http/operator/ticket-desk-routes.ts';
import { ApiKeyAuth, type ApiKey } from '../http/plugins/api-key.ts';
import { CustomerAuth } from '../http/plugins/customer.ts';
import { OperatorAuth, type OperatorAuthDeps } from '../http/plugins/operator.ts';
import { ClaimsSigner } from '../http/plugins/signed-value.ts';
import { SlidingLimit } from '../http/plugins/sliding-limit.ts';
import { createUserTokenVerifier, type UserTokenSettings } from '../http/plugins/user-token.ts';
import type { DecisionRoutesDeps } from '../http/public/decision-routes.ts';
import type { FeedbackRoutesDeps } from '../http/public/feedback-routes.ts';
import type { TicketRoutesDeps } from '../http/public/ticket-routes.ts';
import { createPublicListener, type Listener } from '../http/public-listener.ts';
import { RunningAnswers } from '../http/running-answers.ts';
import type { LogLevel } from '../telemetry/log.ts';
import type { EventTeller } from '../telemetry/events/event-teller.ts';
import { HttpMetrics } from '../telemetry/http-metrics.ts';
import type { RememberedDecisions } from '../telemetry/remembered-decisions.ts';
import type { Connections, ConnectionLimits } from '../ws/connections.ts';
import type { TurnNews } from '../ws/turn-news.ts';
import { buildSockets } from './build-sockets.ts';
import type { NeedsOfQuestion } from './needs-of-question.ts';
import type { ReloadReport } from './reload-config.ts';

/** What the listeners are told; where it comes from is the configuration's business. */
export interface HttpSettings {
  readonly bodyLimits: BodyLimits;
  readonly addressPerMinute: number;
  /** 0 is no limit, here and above. */
  readonly keyPerMinute: number;
  readonly trustedProxies: number;
  readonly heartbeatMs: number;
  readonly apiKeys: readonly ApiKey[];
  /** Whether the gateway answers without any key: only where nobody but this machine can reach it. */
  readonly allowsOpenGateway: boolean;
  readonly userTokens: UserTokenSettings;
  /** Whether anybody may sign in as a sample customer. */
  readonly hasDemoCustomers: boolean;
  readonly sockets: ConnectionLimits;
  /** Of other pages that may open a WebSocket. */
  readonly allowedOrigins: readonly string[];
  readonly operatorAccess: OperatorAccess;
  /** Whether operators are known on the public listener too, for the page's panel. */
  readonly operatorsOnPublic: boolean;
  readonly page: Omit<PageSettings, 'isOperator'>;
  readonly pageFolder: string;
  readonly currency: string;
  /** How far the clock on the wall is ahead of UTC where a day begins. */
  readonly dayOffsetMs: number;
  /** Where the line of a request is written that was answered; what was refused has it at `info`. `silent`: neither. */
  readonly requestLogLevel: Extract<LogLevel, 'debug' | 'info' | 'silent'>;
}

export interface HttpParts {
  readonly settings: HttpSettings;
  readonly clock: Clock;
  readonly random: Random;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly registry: Registry;
  readonly signingKey: Buffer;
  readonly operatorTokens: OperatorAuthDeps['tokens'];
  readonly router: Router;
  readonly chat: ChatEngine;
  readonly sessionDiagnostics: SessionDiagnostics;
  /** Makes a visitor's conversations a user's, at a sign-in. */
  readonly adopt: (visitor: Owner, user: Owner) => Promise<void>;
  readonly turnNews: TurnNews;
  readonly intentRules: IntentRules;
  readonly decisions: RememberedDecisions;
  readonly findTurn: DecisionRoutesDeps['findTurn'];
  readonly readiness: readonly ReadinessCheck[];
  readonly reloadConfig: () => ReloadReport;
  readonly overrideStore: Pick<OverrideStore, 'audit'>;
  readonly reports: ReportStore;
  readonly ledger: LedgerStore;
  readonly ledgerTotals: LedgerTotals;
  readonly tickets: TicketRoutesDeps['tickets'];
  readonly takeFeedback: FeedbackRoutesDeps['takeFeedback'];
  readonly retrieve: Knowledge['retrieve'];
  readonly needsOf: NeedsOfQuestion;
  readonly teller: Pick<EventTeller, 'onAnswered'>;
  readonly eventArchive: EventRoutesDeps['eventArchive'];
  readonly ticketService: TicketDeskRoutesDeps['ticketService'];
  readonly incidents: IncidentRoutesDeps['incidents'];
  readonly acknowledgeIncident: IncidentRoutesDeps['acknowledgeIncident'];
}

export interface HttpFace {
  readonly publicListener: Listener;
  readonly internalListener: Listener;
  /** The gateway's. Chat's turns are the engine's to end; here are only their readers. */
  readonly answers: RunningAnswers;
  readonly sockets: Connections;
  /** Whether anybody who reaches the gateway may use it, or holders of a key may. */
  readonly isGatewayOpen: boolean;
  /** From now on `/readyz` says so and new requests are turned away. */
  beginStop(): void;
}

const QUIET_ROUTES: ReadonlySet<string> = new Set(['/livez', '/readyz', '/metrics', '/', '/assets/:file']);

type RequestLogLevel = HttpSettings['requestLogLevel'];

/** Events tell of every request what happened; a line in the log is for those that did not get what they came for. */
function logLevelOf({ route, status }: AnsweredRequest, ofAnswered: RequestLogLevel): RequestLogLevel {
  if (ofAnswered === 'silent') return 'silent';
  if (QUIET_ROUTES.has(route)) return 'debug';
  return status >= 400 ? 'info' : ofAnswered;
}

/** Builds both listeners; nothing listens yet. */
export async function buildHttp(parts: HttpParts): Promise<HttpFace> {
  const { settings, clock, ids, logger, registry } = parts;
  const { bodyLimits, trustedProxies, addressPerMinute, operatorAccess } = settings;
  let isStopping = false;

  const signer = new ClaimsSigner(parts.signingKey);
  const addressLimit = new SlidingLimit(clock, { perMinute: addressPerMinute });
  const operators = new OperatorAuth({
    tokens: parts.operatorTokens,
    environmentHash: operatorAccess.kind === 'token' ? operatorAccess.hash : undefined,
    isOff: operatorAccess.kind === 'off',
    signer,
    clock,
  });
  const verifyUserToken = createUserTokenVerifier(settings.userTokens);
  const { sockets, socketTickets } = buildSockets({ ...parts, limits: settings.sockets });
  const customers = new CustomerAuth({
    verifyUserToken,
    signer,
    clock,
    ids,
    adopt: parts.adopt,
    onLoginsLeft: keys => keys.forEach(key => sockets.endLogin(key)),
  });
  const apiKeys = new ApiKeyAuth({
    keys: settings.apiKeys,
    allowsOpen: settings.allowsOpenGateway,
    addressLimit,
    keyLimit: new SlidingLimit(clock, { perMinute: settings.keyPerMinute }),
  });
  const answers = new RunningAnswers();
  const metrics = new HttpMetrics(registry);
  const stopping: ReadinessCheck = { name: 'server', check: async () => (isStopping ? 'stopping' : undefined) };

  const shared = {
    clock,
    ids,
    logger,
    addressLimit,
    trustedProxies,
    bodyLimits,
    readiness: [stopping, ...parts.readiness],
    isStopping: () => isStopping,
  };
  const onAnswered = (listener: 'public' | 'internal') => (answered: AnsweredRequest) => {
    metrics.observe(listener, answered);
    parts.teller.onAnswered(answered, listener);
    const level = logLevelOf(answered, settings.requestLogLevel);
    if (level !== 'silent') logger[level]({ listener, ...answered }, 'request answered');
  };

  const publicListener = await createPublicListener({
    isOperator: request => settings.operatorsOnPublic && operators.operatorOf(request) !== undefined,
    ...shared,
    customers,
    hasDemoCustomers: settings.hasDemoCustomers,
    sockets,
    socketTickets,
    allowedOrigins: settings.allowedOrigins,
    apiKeys,
    answers,
    readers: new RunningAnswers(),
    chat: parts.chat,
    sessionDiagnostics: parts.sessionDiagnostics,
    router: parts.router,
    intentRules: parts.intentRules,
    decisions: parts.decisions,
    findTurn: parts.findTurn,
    reports: parts.reports,
    tickets: parts.tickets,
    takeFeedback: parts.takeFeedback,
    currency: settings.currency,
    onAnswered: onAnswered('public'),
    heartbeatMs: settings.heartbeatMs,
    settings: () => settings.page,
    pageFolder: settings.pageFolder,
  });
  const internalListener = await createInternalListener({
    ...shared,
    operators,
    sessionDiagnostics: parts.sessionDiagnostics,
    registry,
    reloadConfig: parts.reloadConfig,
    router: parts.router,
    overrideStore: parts.overrideStore,
    eventArchive: parts.eventArchive,
    ticketService: parts.ticketService,
    incidents: parts.incidents,
    acknowledgeIncident: parts.acknowledgeIncident,
    reports: parts.reports,
    ledger: parts.ledger,
    ledgerTotals: parts.ledgerTotals,
    dayOffsetMs: settings.dayOffsetMs,
    intentRules: parts.intentRules,
    retrieve: parts.retrieve,
    needsOf: parts.needsOf,
    currency: settings.currency,
    onAnswered: onAnswered('internal'),
    describedListener: publicListener,
  });
  return {
    publicListener,
    internalListener,
    answers,
    sockets,
    isGatewayOpen: settings.allowsOpenGateway || settings.apiKeys.length > 0,
    beginStop() {
      isStopping = true;
    },
  };
}
