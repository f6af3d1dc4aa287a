// Asking
export type { CallLabels, CallMode, LanguageModel, ModelCall, ModelSettings, RawRequest } from './language-model.ts';
export type { Citation, ImageContent, Message, Prompt, Source, ToolCall } from './prompt.ts';
export type { ToolChoice, ToolDefinition } from './tool.ts';
export { createTurnBudget, type TurnBudget, type TurnBudgetLimits } from './turn-budget.ts';

// Answers
export { collectStream, type CollectedAnswer } from './collect-stream.ts';
export type { FinishReason, UnifiedFinishReason } from './finish-reason.ts';
export type { FinishPart, QuotaSignal, ResponsePart, ServedPart, StreamPart } from './stream-part.ts';
export { estimateTokens } from './estimate-tokens.ts';
export type { TokenUsage } from './token-usage.ts';

// Failing
export { FAILURE_KINDS, type FailureKind, type OutcomeClass } from './failure-kind.ts';
export { ModelError, type FailedAttempt, type ModelErrorOptions } from './model-error.ts';

// What several adapters need to read an answer
export { completeUsage, tokenCount, type ReportedUsage } from './complete-usage.ts';
export { classifyStatus } from './classify-status.ts';
export { retryAfterMs } from './retry-after.ts';
