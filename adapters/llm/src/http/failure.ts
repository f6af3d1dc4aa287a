import type { FailureKind } from '@naru/language-model';

/** What a status or an error object means. `detail` is in our own words; a provider's text goes nowhere. */
export interface Failure {
  readonly kind: FailureKind;
  readonly detail?: string;
}
