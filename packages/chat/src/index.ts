// Running turns
export { createChatEngine } from './create-chat-engine.ts';
export type {
  ChatEngine,
  ChatEngineDeps,
  ChatHistory,
  ChatSettings,
  SubmitOutcome,
  SubmitRequest,
  TurnStream,
} from './engine.ts';
export { chatFailure, type ChatError, type ChatErrorCode, type ChatFailure } from './chat-error.ts';
export {
  createSessionDiagnostics,
  type DiagnosticsRequest,
  type SessionDiagnostics,
  type SessionDiagnosticsDeps,
  type SessionReport,
  type SessionResetOutcome,
  type SessionStateOutcome,
  type UnresolvedReport,
} from './diagnostics/session-diagnostics.ts';
export { ownerKey, userSegment, type Owner } from './owner.ts';

// What a turn says and leaves behind
export {
  isTerminal,
  type DataChunk,
  type TerminalChunk,
  type TurnChunk,
  type TurnFinish,
  type TurnMetadata,
} from './turn/turn-chunk.ts';
export type { TurnRecord, TurnResult, TurnServed, TurnState, TurnTrigger } from './turn/turn-record.ts';
export { givesWay, LOST_TURN_RESULT, turnAsOf } from './turn/turn-lease.ts';
export {
  clearedState,
  FRESH_SESSION_STATE,
  type Session,
  type SessionState,
  type UnresolvedContext,
} from './sessions/session.ts';

// What an adapter must provide
export type { DiagnosticsEvent, DiagnosticsObserver } from './ports/diagnostics-observer.ts';
export type { HandOff, HandOffOutcome, HandOffRequest } from './ports/hand-off.ts';
export type { PriceQuote, TokenPrices } from './ports/price-quote.ts';
export type { CachedAnswer, SemanticCachePort } from './ports/semantic-cache.ts';
export type { CachedTurn, CachedTurns, SessionCachePort } from './ports/session-cache.ts';
export type { SessionResetListener } from './ports/session-reset-listener.ts';
export type { SessionStore } from './ports/session-store.ts';
export { keptOverRestart, type KeptStreamLog } from './stream-log/kept-over-restart.ts';
export type { ArchivedStream, StreamArchive } from './ports/stream-archive.ts';
export type { LoggedChunk, StreamLog } from './ports/stream-log.ts';
export type { RateLimitOutcome, TurnRateLimit } from './ports/turn-rate-limit.ts';
export type { ReviewedTurn, TurnReviewer } from './ports/turn-reviewer.ts';
export type { ToolEnded, TurnEvent, TurnObserver } from './ports/turn-observer.ts';
export type { ClaimOutcome, TurnClaim, TurnStore } from './ports/turn-store.ts';
