import { NaruError } from '@naru/kernel';
import type { FailureKind } from './failure-kind.ts';

export interface ModelErrorOptions extends ErrorOptions {
  /** How long the provider asked us to wait, if it did. */
  readonly retryAfterMs?: number | undefined;
  /** The HTTP status that said so, if one did. For logs and events; decisions are made by `kind`. */
  readonly status?: number | undefined;
  /** Whether the request may have reached the provider, who may then charge for it. Default true. */
  readonly dispatched?: boolean;
  /** The attempts made, in order, by a model that asks others. */
  readonly attempts?: readonly FailedAttempt[];
  /** Whether the policy wants a person to go on from here. */
  readonly handoff?: boolean;
  /** What was wrong, in our own words. Shown to developers by the gateway; never a provider's text. */
  readonly detail?: string | undefined;
}

/** One attempt of a model that asks others, and how it ended. */
export interface FailedAttempt {
  readonly provider: string;
  readonly outcome: FailureKind;
  readonly status: number | undefined;
}

const RETRYABLE: ReadonlySet<FailureKind> = new Set([
  'rate_limited',
  'server',
  'timeout_connect',
  'timeout_first_token',
  'timeout_idle',
  'timeout_total',
  'network',
  'stream_broken',
  'stream_error',
  'empty',
]);

/** A model call that failed. Models throw nothing else, so that the caller can decide by `kind` alone. */
export class ModelError extends NaruError {
  override readonly code: string = 'NARU_MODEL_FAILED';
  readonly modelId: string;
  readonly kind: FailureKind;
  readonly retryAfterMs: number | undefined;
  readonly status: number | undefined;
  readonly dispatched: boolean;
  readonly detail: string | undefined;
  /** Empty for a model that asks nobody else. */
  readonly attempts: readonly FailedAttempt[];
  readonly handoff: boolean;

  constructor(modelId: string, kind: FailureKind, options: ModelErrorOptions = {}) {
    super(`Model ${modelId} failed: ${kind}${options.detail ? ` (${options.detail})` : ''}`, options);
    this.modelId = modelId;
    this.kind = kind;
    this.retryAfterMs = options.retryAfterMs;
    this.status = options.status;
    this.dispatched = options.dispatched ?? true;
    this.detail = options.detail;
    this.attempts = options.attempts ?? [];
    this.handoff = options.handoff ?? false;
  }

  override get retryable(): boolean {
    return RETRYABLE.has(this.kind);
  }
}
