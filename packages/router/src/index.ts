// Routing
export { createRouter } from './create-router.ts';
export type { RequestNeeds, RouteQuestion, Router, RouterDeps, RouterOverrides, RouterStanding } from './router.ts';
export type {
  ContentFilterPolicy,
  FailureAction,
  PresetName,
  ProviderLimits,
  RoutePolicy,
  RouterSettings,
} from './router-settings.ts';
export type { BreakerSettings, HealthRoutingSettings } from './health/health-settings.ts';
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

// What operators want for a while
export type { Override, OverrideAct, OverrideKind } from './overrides/override.ts';
export type { OverrideRequest } from './overrides/check-override.ts';
export type { EndOutcome, PutOutcome } from './overrides/override-book.ts';
export type { AuditRecord } from './overrides/audit-record.ts';

// Quality, canary and money
export type { QualityKind, QualitySignal } from './quality/quality-signal.ts';
export type { QualityWeight } from './quality/quality-book.ts';
export type { CanaryArm, CanaryArms, CanaryTrial } from './canary/canary-trial.ts';
export type { BudgetReport } from './money/budget-gate.ts';
export type { DecisionRecord, LedgerRow, RecordedConfiguration } from './money/ledger.ts';
export { dayName, mergeTotals } from './money/ledger-total.ts';

// Why it went that way
export type {
  CandidateReport,
  CandidateSignals,
  Decision,
  HealthSignals,
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
export { featuresOf, type Features } from './decision/features.ts';
export type { ConversationFacts, Snapshot } from './decision/snapshot.ts';
export type { Candidate, Chain, Drop, Stage, StageContext, StageOutcome } from './decision/stage.ts';
export { stages } from './decision/stages.ts';
export { withOverrides } from './overrides/with-overrides.ts';
export {
  compareDecision,
  configurationOf,
  replayDecision,
  type Replay,
  type ReplayDifference,
  type ReplayedRoute,
} from './replay/replay-decision.ts';

// What an adapter must provide
export type {
  AccountName,
  BudgetReservation,
  BudgetStanding,
  BudgetStore,
  CappedAccount,
  ReserveOutcome,
} from './ports/budget-store.ts';
export type {
  LedgerBatch,
  LedgerLoss,
  LedgerQuery,
  LedgerRun,
  LedgerStore,
  SpentInHour,
} from './ports/ledger-store.ts';
export {
  LEDGER_DIMENSIONS,
  type LedgerDimension,
  type LedgerTotal,
  type LedgerTotals,
  type LedgerTotalsQuery,
} from './ports/ledger-totals.ts';
export type { AuditQuery, OverrideChange, OverrideStore } from './ports/override-store.ts';
export type { RouterObserver } from './ports/router-observer.ts';
export type { SharedChange, SharedEntry, SharedState, SharedTopic } from './ports/shared-state.ts';
export type { CanaryEnd, QualityOfDay, SteeringStore } from './ports/steering-store.ts';
export type {
  AttemptCommittedEvent,
  AttemptEndedEvent,
  AttemptStartedEvent,
  CanaryAbortedEvent,
  DecidedEvent,
  FailedOverEvent,
  HealthChangedEvent,
  OverrideChangedEvent,
  ProbeEndedEvent,
  ProviderSkippedEvent,
  RouterEvent,
  SharedStateFailedEvent,
} from './telemetry/router-event.ts';
