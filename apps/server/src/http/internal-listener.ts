import type { Registry } from 'prom-client';
import type { SessionDiagnostics } from '@naru/chat';
import { createListener, type ListenerDeps } from './create-listener.ts';
import { describeRoutes } from './describe-routes.ts';
import type { BodyLimits } from './http.ts';
import type { ReloadReport } from '../composition/reload-config.ts';
import { addAuditRoutes, type AuditRoutesDeps } from './operator/audit-routes.ts';
import { addConfigRoutes } from './operator/config-routes.ts';
import { addDocsRoutes, type DescribedListener } from './operator/docs-routes.ts';
import { addExplainRoutes, type ExplainRoutesDeps } from './operator/explain-routes.ts';
import { addHealthRoutes, type ReadinessCheck } from './operator/health-routes.ts';
import { addDailyReportRoutes, type DailyReportRoutesDeps } from './operator/daily-report-routes.ts';
import { addEventRoutes, type EventRoutesDeps } from './operator/event-routes.ts';
import { addIncidentRoutes, type IncidentRoutesDeps } from './operator/incident-routes.ts';
import { addLedgerRoutes, type LedgerRoutesDeps } from './operator/ledger-routes.ts';
import { addLoginRoutes } from './operator/login-routes.ts';
import { addMetricsRoutes } from './operator/metrics-routes.ts';
import { addOverrideRoutes } from './operator/override-routes.ts';
import { addReportImportRoutes, type ReportImportRoutesDeps } from './operator/report-import-routes.ts';
import { addProviderRoutes, type ProviderRoutesDeps } from './operator/provider-routes.ts';
import { addTicketDeskRoutes, type TicketDeskRoutesDeps } from './operator/ticket-desk-routes.ts';
import type { OperatorAuth } from './plugins/operator.ts';
import { addSessionDiagnosticsRoutes } from './session-diagnostics-routes.ts';
import type { Listener } from './public-listener.ts';

export interface InternalListenerDeps
  extends
    Omit<ListenerDeps, 'guards' | 'bodyLimitBytes'>,
    ProviderRoutesDeps,
    ExplainRoutesDeps,
    AuditRoutesDeps,
    ReportImportRoutesDeps,
    LedgerRoutesDeps,
    IncidentRoutesDeps,
    EventRoutesDeps,
    TicketDeskRoutesDeps,
    DailyReportRoutesDeps {
  readonly operators: OperatorAuth;
  readonly sessionDiagnostics: SessionDiagnostics;
  readonly bodyLimits: BodyLimits;
  readonly registry: Registry;
  readonly readiness: readonly ReadinessCheck[];
  readonly reloadConfig: () => ReloadReport;
  /** The other listener, to be documented here. */
  readonly describedListener: DescribedListener;
}

/** What operators and their tools reach: providers, overrides, audit, metrics, documentation, login, health. */
export async function createInternalListener(deps: InternalListenerDeps): Promise<Listener> {
  const { operators, clock, router } = deps;
  const http = createListener({
    ...deps,
    bodyLimitBytes: deps.bodyLimits.otherBytes,
    guards: {
      open: () => {},
      viewer: request => void operators.require(request, 'viewer'),
      operator: request => void operators.require(request, 'operator'),
      admin: request => void operators.require(request, 'admin'),
    },
  });
  const { openapi, routes } = await describeRoutes(http, 'Naru, internal');

  addHealthRoutes(http, deps.readiness);
  addMetricsRoutes(http, deps.registry);
  addConfigRoutes(http, deps.reloadConfig);
  addLoginRoutes(http, operators, clock);
  addProviderRoutes(http, deps);
  addOverrideRoutes(http, { overrides: router.overrides, operators, clock });
  addAuditRoutes(http, deps);
  addExplainRoutes(http, deps);
  addReportImportRoutes(http, deps);
  addLedgerRoutes(http, deps);
  addIncidentRoutes(http, operators, deps);
  addEventRoutes(http, deps);
  addTicketDeskRoutes(http, operators, deps);
  addDailyReportRoutes(http, deps);
  addSessionDiagnosticsRoutes(http, {
    root: '/internal/chat',
    access: { state: 'viewer', reset: 'operator' },
    askerOf: async () => ({ kind: 'operator' }),
    diagnostics: deps.sessionDiagnostics,
  });
  addDocsRoutes(http, [deps.describedListener, { name: 'internal', openapi }]);
  return { name: 'internal', http, openapi, routes };
}
