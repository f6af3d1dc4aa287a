// Routing
export { createRouter } from './create-router.ts';
export type { RequestNeeds, RouteQuestion, Router, RouterDeps } from './router.ts';
export type {
  ContentFilterPolicy,
  FailureAction,
  PresetName,
  ProviderLimits,
  RoutePolicy,
  RouterSettings,
} from './router-settings.ts';
export type { BudgetSettings } from './money/budget-settings.ts';
export type {
  CanaryAbortSettings,
  CanarySettings,
  CostSettings,
  QualitySettings,
  QualityShares,
  StickinessSettings,
} from './steering-settings.ts';
export type {
  Provider,
  ProviderCapabilities,
  ProviderEntry,
  ProviderPrices,
  ProviderTimeouts,
} from './providers/provider.ts';
export { providersNamed } from './providers/provider-name.ts';

// Why it went that way
export type {
  CandidateReport,
  CandidateSignals,
  Decision,
  QualitySignals,
  ReasonCode,
  StageName,
  StageNote,
} from './decision/decision.ts';
export { AllProvidersFailedError, CallRefusedError, type FailedAttempt, type Refusal } from './errors.ts';

// Deciding by itself: to explain, replay and measure
export { decide } from './decision/decide.ts';
export { configureRouting, type RoutingConfiguration } from './decision/configuration.ts';
export type { ConfiguredCanary, Controls, NamedProvider } from './decision/controls.ts';
export type { Features } from './decision/features.ts';
export type { ConversationFacts, Snapshot } from './decision/snapshot.ts';
export type { Candidate, Chain, Drop, Stage, StageContext, StageOutcome } from './decision/stage.ts';
export { stages } from './decision/stages.ts';

// What an adapter must provide
export type { RouterObserver } from './ports/router-observer.ts';
export type {
  AttemptCommittedEvent,
  AttemptEndedEvent,
  AttemptStartedEvent,
  DecidedEvent,
  FailedOverEvent,
  HealthChangedEvent,
  ProviderSkippedEvent,
  RouterEvent,
} from './telemetry/router-event.ts';
