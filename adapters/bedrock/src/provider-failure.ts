import type { FailureKind } from '@naru/language-model';

/** What a status, an exception or an answer means. `detail` is in our own words; a provider's text goes nowhere. */
export interface Failure {
  readonly kind: FailureKind;
  readonly detail?: string;
  readonly status?: number;
  readonly retryAfterMs?: number | undefined;
}

/** A failure that the provider reported. Internal: leaves this package as a `ModelError`. */
export class ProviderFailure extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.kind);
    this.failure = failure;
  }
}
