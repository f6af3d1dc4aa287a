import type { Failure } from './classify-ai-sdk-error.ts';

/** A failure found in an answer. Internal: leaves this package as a `ModelError`. */
export class ProviderFailure extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.kind);
    this.failure = failure;
  }
}
