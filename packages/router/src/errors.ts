import { ModelError, type FailedAttempt, type FailureKind } from '@naru/language-model';

export type { FailedAttempt } from '@naru/language-model';

/**
 * No provider answered. Lists each attempt in order. `kind` is that of the first attempt: what came after may
 * be a consequence.
 */
export class AllProvidersFailedError extends ModelError {
  override readonly code = 'NARU_ALL_PROVIDERS_FAILED';
  readonly decisionId: string;
  readonly reason: string;

  constructor(
    kind: FailureKind,
    {
      decisionId,
      reason,
      ...options
    }: {
      readonly attempts: readonly FailedAttempt[];
      readonly decisionId: string;
      readonly reason: string;
      /** True when a content filter refused and the policy wants a person to go on. */
      readonly handoff?: boolean;
      /** The shortest wait that any provider asked for. */
      readonly retryAfterMs?: number | undefined;
      readonly status?: number | undefined;
      readonly detail?: string | undefined;
      readonly cause?: unknown;
    },
  ) {
    super('router', kind, options);
    this.decisionId = decisionId;
    this.reason = reason;
  }
}

export type Refusal =
  | { readonly code: 'unknown_model'; readonly model: string; readonly known: readonly string[] }
  /** What the request needs and no provider of the chain has, such as `tools`. */
  | { readonly code: 'no_capable_provider'; readonly missing: readonly string[] }
  | { readonly code: 'budget_exceeded'; readonly budget: string };

/** The router will not ask anybody; nothing was dialled. */
export class CallRefusedError extends ModelError {
  override readonly code = 'NARU_CALL_REFUSED';
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super('router', refusal.code === 'budget_exceeded' ? 'quota' : 'bad_request', {
      dispatched: false,
      detail: describe(refusal),
    });
    this.refusal = refusal;
  }
}

function describe(refusal: Refusal): string {
  switch (refusal.code) {
    case 'unknown_model':
      return `no model "${refusal.model}"; known: ${refusal.known.join(', ')}`;
    case 'no_capable_provider':
      return `no provider of the chain has: ${refusal.missing.join(', ')}`;
    case 'budget_exceeded':
      return `the budget ${refusal.budget} is spent`;
  }
}
