import { classifyStatus, type FailureKind } from '@naru/language-model';
import type { Failure } from './provider-failure.ts';

/** The exceptions of Bedrock's runtime, and the common ones of AWS, by their API references. */
const BY_TYPE: ReadonlyMap<string, FailureKind> = new Map([
  ['throttlingexception', 'rate_limited'],
  ['toomanyrequestsexception', 'rate_limited'],
  ['requestlimitexceeded', 'rate_limited'],
  ['servicequotaexceededexception', 'quota'],
  ['accessdeniedexception', 'auth'],
  ['expiredtokenexception', 'auth'],
  ['incompletesignatureexception', 'auth'],
  ['invalidsignatureexception', 'auth'],
  ['missingauthenticationtokenexception', 'auth'],
  ['notauthorized', 'auth'],
  ['optinrequired', 'auth'],
  ['unrecognizedclientexception', 'auth'],
  ['resourcenotfoundexception', 'not_found'],
  ['modeltimeoutexception', 'timeout_total'],
  ['internalfailure', 'server'],
  ['internalserverexception', 'server'],
  ['serviceunavailableexception', 'server'],
  // Sent with statuses of the caller's faults, 424 and 429, and meaning the model's.
  ['modelerrorexception', 'server'],
  ['modelnotreadyexception', 'server'],
  ['modelstreamerrorexception', 'stream_error'],
]);

/** A `ValidationException` has no code beneath it; its sentences are all there is. */
const TOO_LONG =
  /input is too long|prompt is too long|too many (?:input )?tokens|exceeds? (?:the )?(?:model'?s )?(?:maximum )?context|context (?:limit|window|length)|maximum (?:number of )?(?:input )?tokens/i;
const FILTERED = /content filter|blocked by (?:a )?guardrail/i;
const PER_DAY = /per day|daily/i;
const MAX_READ_CHARACTERS = 2_000;

/**
 * What a refused request means.
 *
 * @param type the exception's name as the header or the body gives it, with whatever stands around it
 */
export function classifyBedrockError(status: number, type: string | undefined, message: string): Failure {
  const kind = kindOf(type, message) ?? classifyStatus(status);
  return { kind, status, detail: `status ${status}` };
}

/** What an exception inside a stream that began well means; `stream_error` for one that says nothing we know. */
export function classifyBedrockInStream(type: string | undefined, message: string): Failure {
  return { kind: kindOf(type, message) ?? 'stream_error', detail: 'an exception inside the stream' };
}

function kindOf(type: string | undefined, message: string): FailureKind | undefined {
  const name = bareName(type);
  const read = message.slice(0, MAX_READ_CHARACTERS);
  if (name === 'validationexception') {
    if (TOO_LONG.test(read)) return 'context_length';
    return FILTERED.test(read) ? 'content_filter' : 'bad_request';
  }
  if (name === 'throttlingexception' && PER_DAY.test(read)) return 'quota';
  return BY_TYPE.get(name);
}

/** `aws.protocols#ThrottlingException:http://…` is `throttlingexception`. */
function bareName(type: string | undefined): string {
  return (type ?? '').split(':', 1)[0]?.split('#').at(-1)?.trim().toLowerCase() ?? '';
}
