import type { SessionDiagnostics } from '@naru/chat';
import { createListener, type ListenerDeps } from './create-listener.ts';
import { describeRoutes } from './describe-routes.ts';
import { addCompletionRoutes, type CompletionRoutesDeps } from './gateway/completion-routes.ts';
import { addModelRoutes } from './gateway/model-routes.ts';
import type { BodyLimits } from './http.ts';
import { addHealthRoutes, type ReadinessCheck } from './operator/health-routes.ts';
import type { DescribedListener } from './operator/docs-routes.ts';
import type { ApiKeyAuth } from './plugins/api-key.ts';
import { addChatJsonRoutes } from './public/chat-json-routes.ts';
import type { ChatRoutesDeps } from './public/chat-routes-deps.ts';
import { addChatStreamRoutes } from './public/chat-stream-routes.ts';
import { ROOTS } from './public/chat-paths.ts';
import { addConversationRoutes } from './public/conversation-routes.ts';
import { addDecisionRoutes, type DecisionRoutesDeps } from './public/decision-routes.ts';
import { addFeedbackRoutes, type FeedbackRoutesDeps } from './public/feedback-routes.ts';
import { addPageRoutes, type PageRoutesDeps } from './public/page-routes.ts';
import { addReportRoutes, type ReportRoutesDeps } from './public/report-routes.ts';
import { addSignInRoutes, type SignInRoutesDeps } from './public/sign-in-routes.ts';
import { addSocketRoutes, type SocketRoutesDeps } from './public/socket-routes.ts';
import { addStaticPage } from './public/static-page.ts';
import { addTicketRoutes, type TicketRoutesDeps } from './public/ticket-routes.ts';
import type { Http } from './http.ts';
import { addSessionDiagnosticsRoutes } from './session-diagnostics-routes.ts';

export interface PublicListenerDeps
  extends
    Omit<ListenerDeps, 'guards' | 'bodyLimitBytes'>,
    Omit<ChatRoutesDeps, 'bodyLimitBytes'>,
    Omit<CompletionRoutesDeps, 'bodyLimitBytes'>,
    DecisionRoutesDeps,
    ReportRoutesDeps,
    TicketRoutesDeps,
    FeedbackRoutesDeps,
    SocketRoutesDeps,
    SignInRoutesDeps,
    PageRoutesDeps {
  readonly apiKeys: ApiKeyAuth;
  readonly sessionDiagnostics: SessionDiagnostics;
  readonly bodyLimits: BodyLimits;
  readonly readiness: readonly ReadinessCheck[];
  /** Where the built page lies, or will lie. */
  readonly pageFolder: string;
}

export interface Listener extends DescribedListener {
  readonly http: Http;
  /** All routes, each as `METHOD /pattern`. */
  readonly routes: () => readonly string[];
}

/** What customers and gateway clients reach: the page, chat, the gateway, health. */
export async function createPublicListener(deps: PublicListenerDeps): Promise<Listener> {
  const { apiKeys, bodyLimits, customers } = deps;
  const http = createListener({
    ...deps,
    takesWebSockets: true,
    bodyLimitBytes: bodyLimits.otherBytes,
    guards: {
      open: () => {},
      // Each route looks up the owner by itself: who owns nothing finds nothing.
      customer: () => {},
      'api-key': request => {
        request.gatewayCaller = apiKeys.callerOf(request);
      },
    },
  });
  const { openapi, routes } = await describeRoutes(http, 'Naru, public');

  addHealthRoutes(http, deps.readiness);
  addStaticPage(http, deps.pageFolder);
  addPageRoutes(http, deps);
  addSignInRoutes(http, deps);

  const chat = { ...deps, bodyLimitBytes: bodyLimits.chatBytes };
  addChatStreamRoutes(http, chat);
  addChatJsonRoutes(http, chat);
  addConversationRoutes(http, chat);
  for (const root of ROOTS) {
    addSessionDiagnosticsRoutes(http, {
      root,
      access: { state: 'customer', reset: 'customer' },
      askerOf: async request => ({ kind: 'customer', owner: await customers.find(request) }),
      diagnostics: deps.sessionDiagnostics,
    });
  }
  addDecisionRoutes(http, deps);
  addReportRoutes(http, deps);
  addFeedbackRoutes(http, deps);
  addTicketRoutes(http, deps);
  addSocketRoutes(http, deps);

  addCompletionRoutes(http, { ...deps, bodyLimitBytes: bodyLimits.gatewayBytes });
  addModelRoutes(http, deps);
  return { name: 'public', http, openapi, routes };
}
