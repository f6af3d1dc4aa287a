import type { FailureKind } from '@naru/language-model';

/**
 * Whether a failure says something about the provider (R-HLT-3). What the caller got wrong, what the caller
 * stopped and what no provider could serve does not.
 */
const BLAMES_PROVIDER: Readonly<Record<FailureKind, boolean>> = {
  rate_limited: true,
  quota: true,
  server: true,
  timeout_connect: true,
  timeout_first_token: true,
  timeout_idle: true,
  timeout_total: true,
  network: true,
  stream_broken: true,
  stream_error: true,
  empty: true,
  auth: true,
  not_found: true,
  context_length: false,
  content_filter: false,
  bad_request: false,
  cancelled: false,
};

/** Whether a failure says only that our account there does not work: a key, credit, the name of a model. */
export function isAboutAccount(kind: FailureKind): boolean {
  return kind === 'auth' || kind === 'quota' || kind === 'not_found';
}

export function blamesProvider(kind: FailureKind): boolean {
  return BLAMES_PROVIDER[kind];
}
