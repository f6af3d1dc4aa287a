import { FAILURE_KINDS, type FailureKind } from '@naru/language-model';
import type { WideEvent } from '../event/wide-event.ts';

/** What the caller asked wrongly, nobody could serve, or the caller gave up: no provider is to blame (R-HLT-3). */
const NOT_THE_PROVIDERS: ReadonlySet<FailureKind> = new Set([
  'context_length',
  'content_filter',
  'bad_request',
  'cancelled',
]);

/** Classes of failed attempts that a provider is to blame for. */
export const PROVIDER_FAULTS: readonly FailureKind[] = FAILURE_KINDS.filter(kind => !NOT_THE_PROVIDERS.has(kind));

const FAULTS: ReadonlySet<string> = new Set(PROVIDER_FAULTS);

export function isProviderFault(error: WideEvent['error']): boolean {
  return error !== undefined && FAULTS.has(error.class);
}
