import type { QuotaSignal } from '@naru/language-model';
import type { HttpResponse } from './http-response.ts';

/** The response headers, in lower case, in which a provider says what is left of its limits. */
export interface QuotaHeaders {
  readonly requests: string;
  readonly tokens: string;
}

/** What is left of the provider's limits, where it says so. */
export function quotaSignal(response: HttpResponse, headers: QuotaHeaders): QuotaSignal | undefined {
  const remainingRequests = wholeNumber(response.header(headers.requests));
  const remainingTokens = wholeNumber(response.header(headers.tokens));
  if (remainingRequests === undefined && remainingTokens === undefined) return undefined;
  return { remainingRequests, remainingTokens };
}

function wholeNumber(value: string | undefined): number | undefined {
  return value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}
